package dev.kizashi.local;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;

/** How this module reads and writes JSON and YAML. */
final class Json {

  static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  static final YAMLMapper YAML =
      YAMLMapper.builder(YAMLFactory.builder().disable(YAMLGenerator.Feature.SPLIT_LINES).build())
          .addModule(new Jdk8Module())
          .build();

  private Json() {}
}
