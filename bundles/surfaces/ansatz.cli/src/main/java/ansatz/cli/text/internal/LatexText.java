package ansatz.cli.text.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * LaTeX equations as one line of Unicode text: {@code \hat w = (X^\top X)^{-1}} becomes {@code ŵ = (Xᵀ X)⁻¹}. What it
 * does not know stays readable: the name of the command without its backslash.
 */
public final class LatexText {
  private static final String COMBINING = "hat\u0302 widehat\u0302 tilde\u0303 widetilde\u0303 bar\u0304 overline\u0304 dot\u0307 ddot\u0308 vec\u20D7";
  private static final String SYMBOLS = """
      alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ
      nu ν xi ξ pi π rho ρ sigma σ tau τ upsilon υ phi φ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ
      Xi Ξ Pi Π Sigma Σ Phi Φ Psi Ψ Omega Ω sum Σ prod Π int ∫ partial ∂ nabla ∇ infty ∞ top ᵀ cdot · times × circ ∘
      odot ⊙ otimes ⊗ oplus ⊕ pm ± mp ∓ le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ approx ≈ sim ~ propto ∝ equiv ≡ in ∈ notin ∉
      subset ⊂ cup ∪ cap ∩ to → rightarrow → leftarrow ← gets ← mapsto ↦ Rightarrow ⇒ iff ⇔ forall ∀ exists ∃ mid |
      lVert ‖ rVert ‖ Vert ‖ lvert | rvert | vert | langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ ldots … cdots …
      dots … ell ℓ star * ast * perp ⊥ setminus ∖ prime ′ ll ≪ gg ≫ quad \u2003 qquad \u2003\u2003 lbrace { rbrace }
      dagger † colon : bullet • emptyset ∅ Re Re Im Im
      """;
  private static final String PLAIN = "0123456789+-=()aehijklmnoprstuvxTβγρφχ";
  private static final String LOWER = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ\0ᵦᵧᵨᵩᵪ";
  private static final String RAISABLE = "0123456789+-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWᵀ*′†β γδθφχ";
  private static final String RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵀ*′†ᵝ ᵞᵟᶿᵠᵡ";
  private static final String DOUBLE_STRUCK = "RℝNℕZℤQℚCℂEⅅ";
  private static final Map<String, String> NAMED = new HashMap<>();

  static {
    String[] words = SYMBOLS.strip().split("[ \n]+");
    for (int i = 0; i < words.length; i += 2) {
      NAMED.put(words[i], words[i + 1]);
    }
  }

  /** A letter or a command that prints one. */
  private static final Pattern NEXT_TERM = Pattern.compile("[\\p{L}\\d]|\\\\(?!left|right|big|Big|limits)[A-Za-z]");

  private final String latex;
  private int at;

  private LatexText(String latex) {
    this.latex = latex;
  }

  /** The equation as text. */
  public static String of(String latex) {
    return new LatexText(latex).sequence('\0').replaceAll(" +", " ").replaceAll(" ([,;.)\\]])", "$1").strip();
  }

  /** Text in which formulas stand between dollar signs, or in HTML as Javadoc writes it. */
  public static String inside(String text) {
    StringBuilder plain = new StringBuilder();
    String[] pieces = text.split("\\$\\$?", -1);
    for (int i = 0; i < pieces.length; i++) {
      boolean unmatched = i % 2 == 1 && i == pieces.length - 1;
      plain.append(unmatched ? "$" + pieces[i] : i % 2 == 1 ? of(pieces[i]) : pieces[i]);
    }
    return plain.toString();
  }

  /** Everything up to the closing character, which is eaten. */
  private String sequence(char end) {
    StringBuilder text = new StringBuilder();
    while (at < latex.length()) {
      char next = latex.charAt(at);
      if (next == end) {
        at++;
        break;
      }
      switch (next) {
        case '^' -> raise(text, RAISABLE, RAISED, '^');
        case '_' -> raise(text, PLAIN, LOWER, '_');
        default -> text.append(atom());
      }
    }
    return text.toString();
  }

  private void raise(StringBuilder text, String plain, String shifted, char mark) {
    at++;
    String script = argument();
    if (!text.isEmpty() && text.charAt(text.length() - 1) == ' ') {
      text.setLength(text.length() - 1);
    }
    String moved = shift(script, plain, shifted);
    if (moved != null) {
      text.append(moved);
    } else if (script.codePointCount(0, script.length()) == 1
        || mark == '_' && script.codePoints().allMatch(Character::isLetterOrDigit)) {
      text.append(mark).append(script);
    } else {
      text.append(mark).append('(').append(script).append(')');
    }
  }

  private static String shift(String script, String plain, String shifted) {
    StringBuilder moved = new StringBuilder();
    for (char c : script.replace(" ", "").replace('−', '-').toCharArray()) {
      int i = plain.indexOf(c);
      if (i < 0 || shifted.charAt(i) == '\0') {
        return null;
      }
      moved.append(shifted.charAt(i));
    }
    return moved.toString();
  }

  /** A group in braces, a command, or one character. */
  private String argument() {
    while (at < latex.length() && Character.isWhitespace(latex.charAt(at))) {
      at++;
    }
    return at < latex.length() ? atom() : "";
  }

  private String atom() {
    char next = latex.charAt(at++);
    return switch (next) {
      case '{' -> sequence('}');
      case '\\' -> command();
      case '&', '\n', '\t' -> " ";
      case '~' -> " ";
      default -> String.valueOf(next);
    };
  }

  private String command() {
    int from = at;
    while (at < latex.length() && Character.isLetter(latex.charAt(at))) {
      at++;
    }
    if (at == from) {
      return at < latex.length() ? single(latex.charAt(at++)) : "";
    }
    String name = latex.substring(from, at);
    int accent = (" " + COMBINING).indexOf(" " + name);
    if (accent >= 0 && !Character.isLetter(COMBINING.charAt(accent + name.length()))) {
      return accented(argument(), COMBINING.charAt(accent + name.length()));
    }
    return switch (name) {
      case "frac", "tfrac", "dfrac" -> fraction(argument(), argument());
      case "sqrt" -> "√" + bracketed(argument());
      case "left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr", "limits", "displaystyle" -> delimiter();
      case "mathbb" -> doubleStruck(argument());
      case "text", "mathrm", "mathbf", "mathcal", "mathsf", "boldsymbol", "operatorname", "bm", "textbf" -> argument();
      case "begin", "end" -> {
        argument();
        yield " ";
      }
      default -> NAMED.getOrDefault(name, name) + spaceAfterWord(name);
    };
  }

  /** Commands such as {@code \log} need a space before a letter that follows. */
  private String spaceAfterWord(String name) {
    boolean word = !NAMED.containsKey(name);
    return word && NEXT_TERM.matcher(latex).region(at, latex.length()).lookingAt() ? " " : "";
  }

  private static String single(char c) {
    return switch (c) {
      case '\\' -> "; ";
      case ',', ';', ':', ' ' -> " ";
      case '!' -> "";
      case '|' -> "‖";
      default -> String.valueOf(c);
    };
  }

  private String delimiter() {
    if (at < latex.length() && latex.charAt(at) == '.') {
      at++;
    }
    return "";
  }

  private static String accented(String text, char accent) {
    return text.codePointCount(0, text.length()) == 1
        ? java.text.Normalizer.normalize(text + accent, java.text.Normalizer.Form.NFC)
        : text + accent;
  }

  private static String fraction(String above, String below) {
    return bracketed(above) + "/" + bracketed(below);
  }

  private static String bracketed(String text) {
    boolean simple = text.codePoints()
        .allMatch(c -> Character.isLetterOrDigit(c) || Character.getType(c) == Character.OTHER_NUMBER
            || Character.getType(c) == Character.NON_SPACING_MARK);
    return simple ? text : "(" + text.strip() + ")";
  }

  private static String doubleStruck(String letter) {
    int i = DOUBLE_STRUCK.indexOf(letter);
    return letter.length() == 1 && i >= 0 && i % 2 == 0 && !letter.equals("E")
        ? String.valueOf(DOUBLE_STRUCK.charAt(i + 1))
        : letter;
  }
}
