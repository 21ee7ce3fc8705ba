package ansatz.runner.home.internal;

import java.util.Locale;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** Names of runs that people can say and remember: {@code brave-otter-7}. */
public final class PetName {
  private static final String[] MOODS = ("able amber apt bold brave bright brisk calm clear clever cosy crisp deft eager early "
      + "fair fast fine fond frank free fresh gentle glad grand happy hardy keen kind light lively lucky merry mild "
      + "neat noble plain proud quick quiet rapid ready rosy sharp shy silent smart smooth snug solid sound spry "
      + "steady still sunny swift tidy true vivid warm wise witty young").split(" ");
  private static final String[] ANIMALS = ("ant badger bat bear beaver bee bison boar carp cat cod crab crane crow deer dingo "
      + "dove duck eagle eel elk emu falcon finch fox frog gecko goat goose gull hare hawk heron horse ibex jay kiwi "
      + "koala lark lemur lion lynx mole moose moth mouse newt otter owl ox panda perch pika pony puma quail rabbit "
      + "raven robin seal shrew skink sloth snail stork swan tapir tern toad trout tuna viper wasp whale wolf wombat "
      + "wren yak zebra").split(" ");

  private PetName() {}

  /** A name that is not taken. */
  public static String pick(RandomGenerator random, Predicate<String> taken) {
    for (int i = 0;; i++) {
      String name = String.format(Locale.ROOT, "%s-%s-%d", MOODS[random.nextInt(MOODS.length)],
          ANIMALS[random.nextInt(ANIMALS.length)], 1 + random.nextInt(i < 20 ? 9 : 999));
      if (!taken.test(name)) {
        return name;
      }
    }
  }
}
