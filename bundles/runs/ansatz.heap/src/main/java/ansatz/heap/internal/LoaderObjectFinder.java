package ansatz.heap.internal;

import java.lang.ref.WeakReference;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import shark.HeapField;
import shark.HeapGraph;
import shark.HeapObject.HeapClass;
import shark.HeapObject.HeapInstance;
import shark.LeakingObjectFinder;

/**
 * Finds in a dump what a class loader stands for: the loader, its classes and their instances.
 *
 * <p>A dump knows objects by address only, and addresses change; so the loader is found in it as the referent of the one
 * weak reference that an object of this class has. What holds a loader usually holds a class or an instance, and a path to
 * these is shorter and says more.
 */
final class LoaderObjectFinder implements LeakingObjectFinder {
  /** More of them would only make the search longer: whoever holds thousands of instances is found by a few. */
  private static final int MOST_INSTANCES = 100_000;

  private final WeakReference<ClassLoader> loader;

  LoaderObjectFinder(WeakReference<ClassLoader> loader) {
    this.loader = loader;
  }

  @Override
  public Set<Long> findLeakingObjectIds(HeapGraph heap) {
    long address = address(heap);
    Set<Long> found = new HashSet<>();
    if (address == 0) {
      return found;
    }
    found.add(address);
    Set<Long> classes = classes(heap, address);
    found.addAll(classes);
    Iterator<HeapInstance> instances = heap.getInstances().iterator();
    for (int n = 0; n < MOST_INSTANCES && instances.hasNext();) {
      HeapInstance instance = instances.next();
      if (classes.contains(instance.getInstanceClassId())) {
        found.add(instance.getObjectId());
        n++;
      }
    }
    return found;
  }

  private static Set<Long> classes(HeapGraph heap, long loader) {
    Set<Long> classes = new HashSet<>();
    for (Iterator<HeapClass> all = heap.getClasses().iterator(); all.hasNext();) {
      HeapClass type = all.next();
      if (type.readRecord().getClassLoaderId() == loader) {
        classes.add(type.getObjectId());
      }
    }
    return classes;
  }

  /** Where the loader lies; 0 when it was collected before the dump was written. */
  private static long address(HeapGraph heap) {
    HeapInstance self = heap.findClassByName(LoaderObjectFinder.class.getName()).getDirectInstances().iterator().next();
    HeapField reference = self.get(LoaderObjectFinder.class.getName(), "loader");
    HeapField referent = reference.getValueAsInstance().get("java.lang.ref.Reference", "referent");
    Long address = referent.getValue().getAsObjectId();
    return address == null ? 0 : address;
  }
}
