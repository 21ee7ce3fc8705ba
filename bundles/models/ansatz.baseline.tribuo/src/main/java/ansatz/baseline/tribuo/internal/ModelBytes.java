package ansatz.baseline.tribuo.internal;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.oracle.labs.mlrg.olcut.config.protobuf.protos.OlcutProto;
import com.oracle.labs.mlrg.olcut.config.protobuf.protos.SimpleProvenanceProto;
import com.oracle.labs.mlrg.olcut.provenance.primitives.DateTimeProvenance;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tribuo.Model;
import org.tribuo.classification.libsvm.protos.TribuoClassificationLibsvm;
import org.tribuo.classification.mnb.protos.TribuoClassificationMnb;
import org.tribuo.classification.protos.TribuoClassificationCore;
import org.tribuo.classification.sgd.protos.TribuoClassificationSgd;
import org.tribuo.common.libsvm.protos.TribuoLibsvm;
import org.tribuo.common.liblinear.protos.TribuoLiblinear;
import org.tribuo.common.nearest.protos.TribuoCommonKnn;
import org.tribuo.common.sgd.protos.TribuoCommonSgd;
import org.tribuo.common.tree.protos.TribuoTree;
import org.tribuo.common.xgboost.XGBoostModel;
import org.tribuo.common.xgboost.protos.TribuoXgboost;
import org.tribuo.math.protos.TribuoMath;
import org.tribuo.math.protos.TribuoMathImpl;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.protos.core.TribuoCore;
import org.tribuo.protos.core.TribuoCoreImpl;
import org.tribuo.regression.libsvm.protos.TribuoRegressionLibsvm;
import org.tribuo.regression.protos.TribuoRegressionCore;
import org.tribuo.regression.rtree.protos.TribuoRegressionTree;
import org.tribuo.regression.sgd.protos.TribuoRegressionSgd;
import org.tribuo.regression.slm.protos.TribuoRegressionSlm;

/**
 * A model as bytes that depend on what was learned only: Tribuo's protobuf, with the time and the machine of the training
 * blanked wherever its provenance mentions them and with maps in the order of their keys.
 *
 * <p>Both are kept with the run; in the model they would make two equal models differ.
 */
public final class ModelBytes {
  private static final Set<String> MACHINE = Set.of("java-version", "os-name", "os-arch");

  private static final TypeRegistry TYPES = types(OlcutProto.getDescriptor(), TribuoCore.getDescriptor(),
      TribuoCoreImpl.getDescriptor(), TribuoMath.getDescriptor(), TribuoMathImpl.getDescriptor(),
      TribuoClassificationCore.getDescriptor(), TribuoClassificationLibsvm.getDescriptor(),
      TribuoClassificationMnb.getDescriptor(),
      TribuoClassificationSgd.getDescriptor(), TribuoLiblinear.getDescriptor(), TribuoLibsvm.getDescriptor(),
      TribuoCommonKnn.getDescriptor(), TribuoCommonSgd.getDescriptor(),
      TribuoTree.getDescriptor(), TribuoXgboost.getDescriptor(), TribuoRegressionCore.getDescriptor(),
      TribuoRegressionLibsvm.getDescriptor(), TribuoRegressionSgd.getDescriptor(), TribuoRegressionSlm.getDescriptor(),
      TribuoRegressionTree.getDescriptor());

  private ModelBytes() {}

  /** The bytes of a model. */
  public static byte[] write(Model<?> model) {
    ModelProto proto = model.serialize();
    try {
      return canonical(proto.getDescriptorForType(), proto.toByteString()).toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(proto.getClassName() + " cannot be kept: " + e.getMessage(), e);
    }
  }

  /** The model of such bytes. */
  public static Model<?> read(byte[] bytes) {
    try {
      ModelProto proto = ModelProto.parseFrom(bytes);
      if (proto.getClassName().equals(XGBoostModel.class.getName())) {
        XgboostLibrary.require();
      }
      return Model.deserialize(proto);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("state holds no Tribuo model: " + e.getMessage(), e);
    }
  }

  private static ByteString canonical(Descriptor type, ByteString bytes) throws InvalidProtocolBufferException {
    return canonical(DynamicMessage.parseFrom(type, bytes)).toByteString();
  }

  private static Message canonical(Message message) throws InvalidProtocolBufferException {
    Descriptor type = message.getDescriptorForType();
    if (type.getFullName().equals(Any.getDescriptor().getFullName())) {
      return unpacked(message);
    }
    Message.Builder builder = message.toBuilder();
    if (type.getFullName().equals(SimpleProvenanceProto.getDescriptor().getFullName())) {
      return blanked(builder);
    }
    for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
      FieldDescriptor field = entry.getKey();
      if (field.getJavaType() != JavaType.MESSAGE) {
        continue;
      }
      if (!field.isRepeated()) {
        builder.setField(field, canonical((Message) entry.getValue()));
        continue;
      }
      builder.clearField(field);
      for (Object element : ordered(field, (List<?>) entry.getValue())) {
        builder.addRepeatedField(field, canonical((Message) element));
      }
    }
    return builder.build();
  }

  /** The entries of a map by key; any other list as it is. */
  private static List<?> ordered(FieldDescriptor field, List<?> values) {
    if (!field.isMapField()) {
      return values;
    }
    FieldDescriptor key = field.getMessageType().findFieldByName("key");
    return values.stream().sorted(Comparator.comparing(entry -> ((Message) entry).getField(key).toString())).toList();
  }

  /** A message of any type, made canonical inside. */
  private static Message unpacked(Message any) throws InvalidProtocolBufferException {
    FieldDescriptor url = any.getDescriptorForType().findFieldByName("type_url");
    FieldDescriptor value = any.getDescriptorForType().findFieldByName("value");
    Descriptor type = TYPES.getDescriptorForTypeUrl((String) any.getField(url));
    if (type == null) {
      throw new InvalidProtocolBufferException("unknown type " + any.getField(url));
    }
    return any.toBuilder().setField(value, canonical(type, (ByteString) any.getField(value))).build();
  }

  private static Message blanked(Message.Builder provenance) {
    Descriptor type = provenance.getDescriptorForType();
    FieldDescriptor value = type.findFieldByName("value");
    if (provenance.getField(type.findFieldByName("provenance_class_name")).equals(DateTimeProvenance.class.getName())) {
      provenance.setField(value, Dialect.NO_TIME.toString());
    } else if (MACHINE.contains(provenance.getField(type.findFieldByName("key")))) {
      provenance.setField(value, "unknown-version");
    }
    return provenance.build();
  }

  private static TypeRegistry types(FileDescriptor... files) {
    TypeRegistry.Builder types = TypeRegistry.newBuilder();
    for (FileDescriptor file : files) {
      types.add(file.getMessageTypes());
    }
    return types.build();
  }
}
