package ai.magibu.sample;

import static jakarta.servlet.DispatcherType.ASYNC;
import static jakarta.servlet.DispatcherType.ERROR;

import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.logout.HttpStatusReturningLogoutSuccessHandler;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/** Spring Security: a login if {@code spring.security.user.password} is set, and otherwise for this machine alone. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    @Bean
    SecurityFilterChain security(HttpSecurity http, @Value("${spring.security.user.password:}") String password, ServerProperties server) {
        CookieCsrfTokenRepository tokens = CookieCsrfTokenRepository.withHttpOnlyFalse();
        tokens.setCookieCustomizer(cookie -> cookie.sameSite("Strict"));
        http.csrf(csrf -> csrf.spa().csrfTokenRepository(tokens))
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY)));
        if (password.isEmpty()) {
            if (server.getAddress() == null || !server.getAddress().isLoopbackAddress()) {
                throw new IllegalStateException("server.address is " + server.getAddress() + ", which others can reach. "
                        + "Set spring.security.user.name and spring.security.user.password, or server.address=127.0.0.1.");
            }
            return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll()).build();
        }
        return http.authorizeHttpRequests(requests -> requests
                        .dispatcherTypeMatchers(ASYNC, ERROR).permitAll()
                        .requestMatchers("/login.html", "/*.css", "/*.js", "/favicon.svg", "/actuator/health/**").permitAll()
                        .anyRequest().authenticated())
                .formLogin(form -> form.loginPage("/login.html").loginProcessingUrl("/login")
                        .successHandler((request, response, user) -> response.setStatus(HttpStatus.NO_CONTENT.value()))
                        .failureHandler((request, response, e) -> response.sendError(HttpStatus.UNAUTHORIZED.value())))
                .logout(logout -> logout.logoutSuccessHandler(new HttpStatusReturningLogoutSuccessHandler(HttpStatus.NO_CONTENT)))
                .build();
    }

    /** Refuses names that another site's DNS gave this machine. With a login, any name is allowed unless {@code sample.hosts} is set. */
    @Bean
    StrictHttpFirewall firewall(@Value("${spring.security.user.password:}") String password, SampleProperties settings) {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        Set<String> here = Set.of("localhost", "127.0.0.1", "[::1]");
        firewall.setAllowedHostnames(host -> here.contains(host) || settings.hosts().contains(host)
                || !password.isEmpty() && settings.hosts().isEmpty());
        return firewall;
    }
}
