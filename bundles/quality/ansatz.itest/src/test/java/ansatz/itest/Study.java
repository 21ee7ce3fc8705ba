package ansatz.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A run that goes on in another process, and what the test does with it from outside. */
final class Study implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long ANSWER_SECONDS = 60;

  private final Workbench bench;
  private final Process process;
  private final Path out;
  private final Path err;
  private Path folder;
  private Process brake;

  private Study(Workbench bench, Process process, Path out, Path err) {
    this.bench = bench;
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** {@code ansatz WORDS}, under way; returns when the run can be asked. */
  static Study start(Workbench bench, Map<String, String> environment, String... words) throws Exception {
    Study study = launch(bench, environment, words);
    study.await("it can be asked", study::found);
    return study;
  }

  /** The same, without waiting. */
  static Study launch(Workbench bench, Map<String, String> environment, String... words) throws IOException {
    Path out = Files.createTempFile("out", ".txt");
    Path err = Files.createTempFile("err", ".txt");
    List<String> command = new ArrayList<>(List.of(Workbench.root().resolve("launcher/ansatz").toString()));
    command.addAll(List.of(words));
    return new Study(bench, bench.start(environment, command, out, err), out, err);
  }

  /** Whether the channel of a run says that this process answers. */
  boolean found() {
    Path runs = bench.home().resolve("runs");
    if (!Files.isDirectory(runs)) {
      return false;
    }
    try (Stream<Path> folders = Files.list(runs)) {
      for (Path each : folders.toList()) {
        Path invitation = each.resolve("control.json");
        if (Files.exists(invitation) && JSON.readTree(invitation.toFile()).get("pid").asLong() == process.pid()) {
          folder = each;
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  long pid() {
    return process.pid();
  }

  Path folder() {
    return folder;
  }

  /** Its id, by which commands name it. */
  String id() {
    return folder.getFileName().toString();
  }

  String out() throws IOException {
    return Files.readString(out);
  }

  String err() throws IOException {
    return Files.readString(err);
  }

  /** One question over the channel, as another process of the user would ask it. */
  JsonNode ask(Map<String, Object> question) throws IOException {
    JsonNode invitation = JSON.readTree(folder.resolve("control.json").toFile());
    String token = invitation.get("token").asText();
    return JSON.readTree(talk(invitation, token + JSON.writeValueAsString(question) + "\n"));
  }

  /** What comes back for bytes that are sent as they are; empty when the other side just closes. */
  String say(String bytes) throws IOException {
    return talk(JSON.readTree(folder.resolve("control.json").toFile()), bytes);
  }

  private String talk(JsonNode invitation, String bytes) throws IOException {
    int port = invitation.get("port").asInt();
    try (SocketChannel channel = port == 0
        ? SocketChannel.open(StandardProtocolFamily.UNIX)
        : SocketChannel.open(StandardProtocolFamily.INET)) {
      channel.connect(port == 0
          ? UnixDomainSocketAddress.of(folder.resolve("control/socket"))
          : new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      // A process that is replaced at this very moment leaves connections that nobody answers.
      CompletableFuture.delayedExecutor(ANSWER_SECONDS, TimeUnit.SECONDS, Thread::startVirtualThread)
          .execute(() -> close(channel));
      ByteBuffer answer = ByteBuffer.allocate(1 << 20);
      try {
        channel.write(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.UTF_8)));
        while (channel.read(answer) >= 0 && answer.get(Math.max(0, answer.position() - 1)) != '\n') {
          continue;
        }
      } catch (SocketException e) {
        // What was not read before the other side closed: as good as silence.
        return "";
      }
      return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
    }
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Steps done, as the run says. */
  long step() {
    try {
      return ask(Map.of("command", "status")).get("step").asLong();
    } catch (IOException e) {
      return -1;
    }
  }

  void awaitStep(long step) throws Exception {
    await("step " + step, () -> step() >= step);
  }

  /** Waits until the process says that on standard output or error. */
  void awaitText(String text) throws Exception {
    await("'" + text + "'", () -> {
      try {
        return out().contains(text) || err().contains(text);
      } catch (IOException e) {
        return false;
      }
    });
  }

  void await(String what, BooleanSupplier reached) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(Workbench.LIMIT_SECONDS);
    while (!reached.getAsBoolean()) {
      assertTrue(process.isAlive(), "the run ended before " + what + ": " + out() + err());
      assertTrue(System.nanoTime() < deadline, what + " did not come: " + out() + err());
      Thread.sleep(20);
    }
  }

  boolean alive() {
    return process.isAlive();
  }

  /** Lets it do a tenth of what it could until {@link #release}: a run must not be over before what is done to it is. */
  Study brake() throws IOException {
    brake = new ProcessBuilder("bash", "-c", """
        exec 3<> <(:)
        while kill -STOP $0; do read -t 0.09 -u 3; kill -CONT $0; read -t 0.01 -u 3; done
        """, String.valueOf(process.pid())).redirectErrorStream(true).redirectOutput(Redirect.DISCARD).start();
    return this;
  }

  void release() throws IOException, InterruptedException {
    if (brake != null) {
      brake.destroyForcibly().waitFor();
      new ProcessBuilder("kill", "-CONT", String.valueOf(process.pid())).start().waitFor();
    }
  }

  /** {@code kill -9}. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Waits for its end, which must have that code. */
  Study end(int code) throws Exception {
    assertTrue(process.waitFor(Workbench.LIMIT_SECONDS, TimeUnit.SECONDS), "the run goes on and on: " + out() + err());
    assertEquals(code, process.exitValue(), out() + err());
    return this;
  }

  /** A file that the run left. */
  byte[] file(String name) throws IOException {
    return Files.readAllBytes(folder.resolve(name));
  }

  @Override
  public void close() {
    if (brake != null) {
      brake.destroyForcibly();
    }
    kill();
  }
}
