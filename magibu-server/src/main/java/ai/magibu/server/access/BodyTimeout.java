package ai.magibu.server.access;

import ai.magibu.server.ServerSettings;
import java.time.Duration;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** Closes the connections of clients that send their bodies too slowly. */
@Component
final class BodyTimeout implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory> {

    private final Duration timeout;

    BodyTimeout(ServerSettings settings) {
        this.timeout = settings.bodyTimeout();
    }

    @Override
    public void customize(NettyReactiveWebServerFactory factory) {
        factory.addServerCustomizers(server -> server.requestTimeout(timeout));
    }
}
