package ansatz.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.experiment.ConfigException;
import ansatz.experiment.RefusedException;
import ansatz.experiment.RunException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ControlServerTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Map<String, Object> HELLO = Map.of("command", "hello");

  @TempDir
  Path temp;

  private final AtomicInteger answered = new AtomicInteger();

  private Map<String, Object> echo(Map<String, Object> question) {
    answered.incrementAndGet();
    return Map.of("ok", true, "question", question);
  }

  private ControlServer open() {
    return ControlServer.open(temp, this::echo);
  }

  /** What a caller reads until the other side closes, having said exactly these bytes. */
  private String say(byte[] bytes) throws IOException {
    try (SocketChannel channel = connect()) {
      channel.write(ByteBuffer.wrap(bytes));
      return rest(channel);
    }
  }

  private SocketChannel connect() throws IOException {
    return SocketChannel.open(Endpoint.read(temp).orElseThrow().address(temp));
  }

  private static String rest(SocketChannel channel) {
    ByteBuffer read = ByteBuffer.allocate(1 << 16);
    try {
      while (channel.read(read) >= 0 && read.hasRemaining()) {
        continue;
      }
    } catch (IOException e) {
      return "";
    }
    return new String(read.array(), 0, read.position(), StandardCharsets.UTF_8);
  }

  private String token() throws IOException {
    return Endpoint.read(temp).orElseThrow().token();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void aQuestionIsAnswered() {
    try (ControlServer _ = open()) {
      assertEquals(Map.of("command", "swap", "slot", "linalg", "steps", 5, "why", "ünï\n\"code\""),
          ControlClient.ask(temp, Map.of("command", "swap", "slot", "linalg", "steps", 5, "why", "ünï\n\"code\""), SOON)
              .get("question"));
    }
  }

  @Test
  void withoutTheTokenThereIsSilence() throws IOException {
    try (ControlServer _ = open()) {
      String token = token();
      String other = (token.charAt(0) == '0' ? "1" : "0") + token.substring(1);
      assertEquals("", say(ascii(other + "{\"command\":\"stop\"}\n")));
      assertEquals("", say(ascii("{\"command\":\"stop\"}\n" + " ".repeat(64))));
      byte[] garbage = new byte[4096];
      new java.util.Random(7).nextBytes(garbage);
      assertEquals("", say(garbage));
      assertEquals(0, answered.get());
    }
  }

  @Test
  void whoeverIsSlowWithTheTokenIsPutOutAfterTwoSecondsWhileOthersAreServed() throws Exception {
    try (ControlServer _ = open(); SocketChannel slow = connect()) {
      long begin = System.nanoTime();
      slow.write(ByteBuffer.wrap(ascii(token().substring(0, 63))));
      assertEquals(true, ControlClient.ask(temp, HELLO, SOON).get("ok"));
      assertEquals("", rest(slow));
      double seconds = (System.nanoTime() - begin) * 1e-9;
      assertTrue(seconds > 1.9 && seconds < 10, "put out after " + seconds + " s");
      assertEquals(1, answered.get());
    }
  }

  @Test
  void aQuestionHasAnEnd() throws IOException {
    try (ControlServer _ = open()) {
      assertEquals("", say(ascii(token() + "{\"a\":\"" + "x".repeat(70_000) + "\"}\n")));
      ConfigException tooLong = assertThrows(ConfigException.class,
          () -> ControlClient.ask(temp, Map.of("a", "x".repeat(70_000)), SOON));
      assertTrue(tooLong.getMessage().contains("at most 65536"), tooLong.getMessage());
      assertEquals(0, answered.get());
      assertEquals(true, ControlClient.ask(temp, Map.of("a", "x".repeat(60_000)), SOON).get("ok"));
    }
  }

  @Test
  void whatIsNoObjectInOneLineIsABadQuestion() throws IOException {
    try (ControlServer _ = open()) {
      for (String line : List.of("stop", "", "[]", "null", "{\"a\":1", "{\"a\":1}{\"b\":2}", "[".repeat(5000))) {
        String reply = say(ascii(token() + line + "\n"));
        assertTrue(reply.contains("\"code\":2"), line + " gives " + reply);
      }
      assertEquals(0, answered.get());
    }
  }

  @Test
  void aHundredQuestionsAtOnceGetTheirOwnAnswers() throws Exception {
    try (ControlServer _ = open(); ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Object>> answers = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        int number = i;
        answers.add(askers.submit(() -> ControlClient.ask(temp, Map.of("number", number), SOON).get("question")));
      }
      for (int i = 0; i < 100; i++) {
        assertEquals(Map.of("number", i), answers.get(i).get());
      }
    }
  }

  @Test
  void anExceptionComesBackAsWhatItWas() {
    record Case(RuntimeException thrown, Class<? extends RuntimeException> arrives) {}
    for (Case each : List.of(new Case(new ConfigException("no such slot"), ConfigException.class),
        new Case(new RefusedException("held by linalg"), RefusedException.class),
        new Case(new RunException("disk full"), RunException.class),
        new Case(new IllegalStateException("a bug"), RunException.class))) {
      try (ControlServer _ = ControlServer.open(temp, _ -> {
        throw each.thrown;
      })) {
        RuntimeException e = assertThrows(each.arrives, () -> ControlClient.ask(temp, HELLO, SOON));
        assertTrue(e.getMessage().contains(each.thrown.getMessage()), e.getMessage());
      }
    }
  }

  @Test
  void filesAreForTheirOwnerOnlyAndGoWithTheServer() throws IOException {
    try (ControlServer _ = open()) {
      assertEquals("rw-------", permissions(temp.resolve(ControlServer.FILE)));
      assertEquals("rw-------", permissions(Endpoint.socket(temp)));
      assertEquals("rwx------", permissions(Endpoint.socket(temp).getParent()));
      assertEquals(64, token().length());
      assertFalse(Endpoint.read(temp).orElseThrow().toString().contains(token()));
    }
    try (var files = Files.list(temp)) {
      assertEquals(List.of(), files.toList());
    }
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void aStrayFileIsNamedWhenEverythingElseIsClosed() throws IOException {
    ControlServer server = open();
    Path stray = Files.createFile(Endpoint.socket(temp).resolveSibling("stray"));
    assertTrue(assertThrows(RunException.class, server::close).getMessage().contains(stray.getParent().toString()));
    assertThrows(RefusedException.class, () -> ControlClient.ask(temp, HELLO, SOON));
    assertFalse(Files.exists(temp.resolve(ControlServer.FILE)) || Files.exists(Endpoint.socket(temp)));
    try (ControlServer _ = open()) {
      assertEquals(true, ControlClient.ask(temp, HELLO, SOON).get("ok"));
      Files.delete(stray);
    }
  }

  @Test
  void whatCannotBeRemovedKeepsNothingListening() throws IOException {
    ControlServer server = open();
    Path endpoint = temp.resolve(ControlServer.FILE);
    Path socket = Endpoint.socket(temp);
    Files.delete(endpoint);
    Files.createDirectories(endpoint.resolve("stray"));
    assertTrue(assertThrows(RunException.class, server::close).getMessage().contains(endpoint.toString()));
    assertFalse(Files.exists(socket));
  }

  @Test
  void everyServerHasATokenOfItsOwn() throws IOException {
    String first;
    try (ControlServer _ = open()) {
      first = token();
    }
    try (ControlServer _ = open()) {
      assertFalse(first.equals(token()));
    }
  }

  @Test
  void aPathThatIsTooLongForASocketGoesOverTheLoopbackInterface() throws IOException {
    Path deep = Files.createDirectories(temp.resolve("d".repeat(60)).resolve("e".repeat(60)));
    try (ControlServer _ = ControlServer.open(deep, this::echo)) {
      assertTrue(Endpoint.read(deep).orElseThrow().port() > 0);
      assertEquals(true, ControlClient.ask(deep, HELLO, SOON).get("ok"));
    }
  }

  @Test
  void nobodyListens() {
    Path run = temp.resolve("r-1");
    RefusedException e = assertThrows(RefusedException.class, () -> ControlClient.ask(run, HELLO, SOON));
    assertEquals("run r-1 is not running: ansatz resume r-1", e.getMessage());
  }

  @Test
  void anInvitationThatIsDamagedIsNamedInOneLine() throws IOException {
    for (String damaged : List.of("", "{", "{}", "[]", "{\"port\":\"x\"}", "null")) {
      Files.writeString(temp.resolve(ControlServer.FILE), damaged);
      RunException e = assertThrows(RunException.class, () -> ControlClient.ask(temp, HELLO, SOON));
      assertEquals(
          "run %1$s cannot be asked: %2$s is not what was written there; end the run by Ctrl-C, then ansatz resume %1$s"
              .formatted(temp.getFileName(), temp.resolve(ControlServer.FILE)),
          e.getMessage());
    }
  }

  @Test
  void whatADeadProcessLeftIsNamedAndReplaced() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Files.createDirectory(Endpoint.socket(temp).getParent());
    Files.createFile(Endpoint.socket(temp));
    new Endpoint(0, "0".repeat(64), dead.pid()).write(temp);
    RefusedException e = assertThrows(RefusedException.class, () -> ControlClient.ask(temp, HELLO, SOON));
    assertTrue(e.getMessage().endsWith("is gone: ansatz resume " + temp.getFileName()), e.getMessage());
    try (ControlServer _ = open()) {
      assertEquals(true, ControlClient.ask(temp, HELLO, SOON).get("ok"));
    }
    // The number of the dead one may belong to another process by now.
    new Endpoint(0, "0".repeat(64), ProcessHandle.current().pid()).write(temp);
    try (ControlServer _ = open()) {
      assertEquals(true, ControlClient.ask(temp, HELLO, SOON).get("ok"));
    }
    new Endpoint(1, "0".repeat(64), dead.pid()).write(temp);
    assertThrows(RefusedException.class, () -> ControlClient.ask(temp, HELLO, SOON));
  }

  @Test
  void twoDoNotListenInOneFolder() {
    try (ControlServer _ = open()) {
      assertThrows(RefusedException.class, this::open);
      assertEquals(true, ControlClient.ask(temp, HELLO, SOON).get("ok"));
    }
  }

  @Test
  void anAnswerThatDoesNotComeIsSaidInWords() {
    CountDownLatch never = new CountDownLatch(1);
    try (ControlServer _ = ControlServer.open(temp, waitingFor(never))) {
      RefusedException e = assertThrows(RefusedException.class,
          () -> ControlClient.ask(temp, HELLO, Duration.ofMillis(300)));
      assertTrue(e.getMessage().contains("did not answer within 0.3 s; its step may be long: ansatz status"),
          e.getMessage());
      never.countDown();
    }
  }

  @Test
  void aServerThatClosesLetsAnswersUnderWayOutAndLeavesNobodyWaiting() throws Exception {
    CountDownLatch soon = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    try (ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor()) {
      ControlServer server = ControlServer.open(temp, question -> {
        asked.countDown();
        return waitingFor(soon).apply(question);
      });
      Future<Map<String, Object>> answer = askers.submit(() -> ControlClient.ask(temp, HELLO, SOON));
      assertTrue(asked.await(20, TimeUnit.SECONDS));
      Thread.ofVirtual().start(() -> {
        try {
          Thread.sleep(100);
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
        soon.countDown();
      });
      server.close();
      assertEquals(true, answer.get().get("ok"));
    }
    CountDownLatch never = new CountDownLatch(1);
    try (ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor()) {
      ControlServer server = ControlServer.open(temp, waitingFor(never));
      Future<Optional<String>> answer = askers.submit(() -> {
        try {
          ControlClient.ask(temp, HELLO, SOON);
          return Optional.empty();
        } catch (RefusedException e) {
          return Optional.of(e.getMessage());
        }
      });
      while (!Thread.getAllStackTraces().keySet().stream().anyMatch(t -> t.getName().equals("control-answer"))) {
        Thread.sleep(10);
      }
      Thread.sleep(200);
      server.close();
      assertTrue(answer.get().orElseThrow().contains("closed the channel without an answer"), answer.get().toString());
      never.countDown();
    }
  }

  private static Function<Map<String, Object>, Map<String, Object>> waitingFor(CountDownLatch latch) {
    return _ -> {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return Map.of("ok", true);
    };
  }
}
