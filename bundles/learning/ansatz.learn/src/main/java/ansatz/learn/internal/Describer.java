package ansatz.learn.internal;

import ansatz.learn.Param;
import ansatz.learn.Parameter;
import java.util.List;
import java.util.Optional;

/** Lists the parameters of a config record. */
public final class Describer {
  private Describer() {}

  public static List<Parameter> describe(Class<? extends Record> type) {
    return Field.of(type).stream().map(Describer::parameter).toList();
  }

  private static Parameter parameter(Field field) {
    Param param = field.param();
    Kind inner = field.kind().innermost();
    List<String> choices = inner instanceof Kind.Choice choice ? choice.words() : List.of();
    List<Parameter> nested = inner instanceof Kind.Group group ? describe(group.type()) : List.of();
    Optional<String> service = inner instanceof Kind.Part part
        ? Optional.of(part.service().getName())
        : Optional.empty();
    return new Parameter(field.name(), field.kind().label(), field.value(), Describer.required(field), param.min(),
        param.max(), param.exclusiveMin(), param.exclusiveMax(), param.scale(), param.help(), choices, nested, service);
  }

  /** Whether a tree without this component is refused. */
  static boolean required(Field field) {
    return field.value().isEmpty() && switch (field.kind()) {
      case Kind.Maybe _ -> false;
      case Kind.Group group -> Field.of(group.type()).stream().anyMatch(Describer::required);
      default -> true;
    };
  }
}
