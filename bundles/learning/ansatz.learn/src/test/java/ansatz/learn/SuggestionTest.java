package ansatz.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SuggestionTest {
  private static final List<String> NAMES = List.of("ridge", "ols", "k-means", "optimizer", "k");

  @Test
  void nearWordsAreFound() {
    assertEquals(Optional.of("ridge"), Suggestion.nearest("ridg", NAMES));
    assertEquals(Optional.of("ridge"), Suggestion.nearest("Rigde", NAMES));
    assertEquals(Optional.of("optimizer"), Suggestion.nearest("optimiser", NAMES));
    assertEquals(Optional.of("k-means"), Suggestion.nearest("kmeans", NAMES));
  }

  @Test
  void farWordsAreNot() {
    assertEquals(Optional.empty(), Suggestion.nearest("x", NAMES));
    assertEquals(Optional.empty(), Suggestion.nearest("forest", NAMES));
    assertEquals("allowed: ols, ridge", Suggestion.hint("forest", List.of("ols", "ridge")));
    assertEquals("did you mean 'ols'?", Suggestion.hint("olss", List.of("ols", "ridge")));
  }
}
