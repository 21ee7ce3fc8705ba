package ansatz.natives.gfortran;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class NativeMemoryTest {
  @Test
  void givesTheAddressOfWhatFits() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocate(100);
      assertEquals(segment.address() + 60, NativeMemory.input("x", segment, 60, 40));
      assertEquals(segment.address() + 100, NativeMemory.output("x", segment, 100, 0));
    }
  }

  @Test
  void refusesWhatWouldKillTheProcess() {
    MemorySegment closed;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocate(100);
      closed = segment;
      assertRefused("x: needs 41 bytes from byte 60, the segment has 100", segment, 60, 41);
      assertRefused("needs 8 bytes from byte -8", segment, -8, 8);
      assertRefused("needs -1 bytes", segment, 0, -1);
      assertRefused("needs " + Long.MAX_VALUE + " bytes", segment, 8, Long.MAX_VALUE);
      assertRefused("lies on the heap", MemorySegment.ofArray(new float[8]), 0, 4);
      assertRefused("read-only", segment.asReadOnly(), 0, 4);
      CompletableFuture.runAsync(() -> assertRefused("belongs to another thread", segment, 0, 4)).join();
    }
    assertRefused("arena is closed", closed, 0, 4);
  }

  private static void assertRefused(String reason, MemorySegment segment, long offset, long bytes) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
        () -> NativeMemory.output("x", segment, offset, bytes));
    assertTrue(e.getMessage().contains(reason), e.getMessage());
  }
}
