package ansatz.bench.race;

import java.util.List;

/** How many steps took how many seconds. */
public record Window(int steps, double seconds) {
  public double rate() {
    return steps / seconds;
  }

  /** Steps a second over all windows. */
  public static double rate(List<Window> windows) {
    double steps = windows.stream().mapToInt(Window::steps).sum();
    return steps / windows.stream().mapToDouble(Window::seconds).sum();
  }
}
