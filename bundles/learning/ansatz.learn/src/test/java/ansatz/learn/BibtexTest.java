package ansatz.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class BibtexTest {
  private record Source(String key, String title, String authors, int year, String venue, String url, String where)
      implements
        Cite {
    @Override
    public Class<Cite> annotationType() {
      return Cite.class;
    }
  }

  @Test
  void anArticleWithItsDoi() {
    assertEquals("""
        @misc{hoerl1970ridge,
          author = {Hoerl, A. E. and Kennard, R. W.},
          title = {{Ridge regression}},
          year = {1970},
          howpublished = {Technometrics 12:55-67},
          doi = {10.1080/00401706.1970.10488634}
        }""", Bibtex.entry(new Source("hoerl1970ridge", "Ridge regression", "Hoerl, A. E. and Kennard, R. W.", 1970,
        "Technometrics 12:55-67", "https://doi.org/10.1080/00401706.1970.10488634", "eq. (2.1)")));
  }

  @Test
  void whatIsEmptyIsLeftOutAndTextIsEscaped() {
    assertEquals("""
        @misc{doe2001,
          author = {Doe, J.},
          title = {{Trees \\& 100 \\% of C\\#\\_x}},
          year = {2001},
          url = {https://example.org/a_b?c=1&d=2}
        }""", Bibtex.entry(
        new Source("doe2001", "Trees & 100 % of C#_x", "Doe, J.", 2001, "", "https://example.org/a_b?c=1&d=2", "")));
  }
}
