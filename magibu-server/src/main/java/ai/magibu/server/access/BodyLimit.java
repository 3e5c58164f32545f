package ai.magibu.server.access;

import ai.magibu.server.ServerSettings;
import org.springframework.boot.http.codec.CodecCustomizer;
import org.springframework.http.codec.CodecConfigurer;
import org.springframework.stereotype.Component;

/** Limits the bodies of requests. */
@Component
final class BodyLimit implements CodecCustomizer {

    private final int bytes;

    BodyLimit(ServerSettings settings) {
        this.bytes = Math.toIntExact(settings.maxBodySize().toBytes());
    }

    @Override
    public void customize(CodecConfigurer configurer) {
        configurer.defaultCodecs().maxInMemorySize(bytes);
    }
}
