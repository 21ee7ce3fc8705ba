package ansatz.cli.text.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatexTextTest {
  @ParameterizedTest
  @CsvSource(delimiter = '@', quoteCharacter = '`', value = {
    "\\hat w = (X^\\top X + \\lambda I_D)^{-1} X^\\top y @ ŵ = (Xᵀ X + λ I_D)⁻¹ Xᵀ y",
    "\\sum_{n=1}^N (y_n - \\mu_n)^2 @ Σₙ₌₁ᴺ (yₙ - μₙ)²",
    "\\frac{1}{N} @ 1/N",
    "\\frac{a + b}{N - 1} @ (a + b)/(N - 1)",
    "\\sqrt{x} + \\sqrt{x + 1} @ √x + √(x + 1)",
    "\\|w\\|^2 @ ‖w‖²",
    "\\mathbb{R}^D @ ℝᴰ",
    "\\ln\\alpha + \\log x + \\exp(t) @ ln α + log x + exp(t)",
    "\\theta \\leftarrow \\theta - t H^{-1} \\nabla J @ θ ← θ - t H⁻¹ ∇ J",
    "x_{nd} @ x_nd",
    "e^{-\\beta x} @ e⁻ᵝˣ",
    "e^{x / 2} @ e^(x / 2)",
    "\\left( \\tilde x \\right) @ ( x̃)",
    "\\operatorname{diag}(s) \\unknown @ diag(s) unknown",
    "\\mathrm{KL}(q \\| p) \\ge 0 @ KL(q ‖ p) ≥ 0",
    "\\{x : x_j \\le s\\} @ {x : xⱼ ≤ s}"})
  void readsAsText(String latex, String text) {
    assertEquals(text, LatexText.of(latex));
  }

  @org.junit.jupiter.api.Test
  void formulasInProseStandBetweenDollars() {
    assertEquals("the weights ŵ cost N D²", LatexText.inside("the weights $\\hat w$ cost $$N D^2$$"));
    assertEquals("costs 5 $ a month", LatexText.inside("costs 5 $ a month"));
  }
}
