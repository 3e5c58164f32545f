package ai.magibu.sample.security;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.logout.HttpStatusReturningLogoutSuccessHandler;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** Spring Security, with a login or without; what holds for both is the same. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class SecurityConfiguration {

    /** Everything from here, nothing inline, in nobody's frame. */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static final String[] OPEN_TO_ALL = {
        "/login.html", "/login.css", "/login.js", "/favicon.svg", "/actuator/health", "/actuator/health/**"
    };

    @Bean
    Access access(SecurityProperties properties, ServerProperties server, Environment environment) {
        Binder settings = Binder.get(environment);
        List<@Nullable InetAddress> addresses = new ArrayList<>();
        addresses.add(server.getAddress());
        if (settings.bind("management.server.port", Integer.class).isBound()) { // a port of its own has an address of its own
            addresses.add(settings.bind("management.server.address", InetAddress.class).orElse(null));
        }
        return Access.of(properties, addresses, encoder());
    }

    /** Has {@link Access} decided when the web server is set up: before a database is started. */
    @Bean
    ServletContextInitializer accessFirst(Access access) {
        return context -> {};
    }

    private static PasswordEncoder encoder() {
        return PasswordEncoderFactories.createDelegatingPasswordEncoder();
    }

    @Bean
    SecurityFilterChain securityFilterChain(
            HttpSecurity http, Access access, SecurityProblems problems, SecurityProperties properties) {
        RateLimits limits = new RateLimits(properties.limits());
        OpenRequests open = new OpenRequests(properties.limits().openRequests());
        CookieCsrfTokenRepository tokens = CookieCsrfTokenRepository.withHttpOnlyFalse();
        tokens.setCookieCustomizer(cookie -> cookie.sameSite("Strict"));
        http.csrf(csrf -> csrf.csrfTokenRepository(tokens).csrfTokenRequestHandler(new HeaderAlone()))
                .addFilterBefore(new MultipartFilter(problems), CsrfFilter.class)
                .headers(SecurityConfiguration::headers)
                .requestCache(AbstractHttpConfigurer::disable) // it would make a session for everybody who is refused
                .exceptionHandling(exceptions ->
                        exceptions.authenticationEntryPoint(problems::loginNeeded).accessDeniedHandler(problems::denied))
                .addFilterAfter(new LimitFilter(limits, open, problems), AuthorizationFilter.class);
        if (access.needsLogin()) {
            login(http, access, problems, limits);
        } else {
            http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll()).logout(AbstractHttpConfigurer::disable);
        }
        return http.build();
    }

    /** Looks for the token in no parameter: of an upload that would be on the disk by then, before anybody has logged in. */
    private static final class HeaderAlone extends CsrfTokenRequestAttributeHandler {

        HeaderAlone() {
            setCsrfRequestAttributeName(null); // not deferred: every answer sets the cookie
        }

        @Override
        public @Nullable String resolveCsrfTokenValue(HttpServletRequest request, CsrfToken token) {
            return request.getHeader(token.getHeaderName());
        }
    }

    private static void headers(HeadersConfigurer<HttpSecurity> headers) {
        headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
                .referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN))
                .permissionsPolicyHeader(policy -> policy.policy("camera=(), geolocation=(), microphone=(), payment=(), usb=()"))
                .crossOriginOpenerPolicy(policy -> policy.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                .crossOriginResourcePolicy(policy -> policy.policy(CrossOriginResourcePolicy.SAME_ORIGIN));
    }

    private static void login(HttpSecurity http, Access access, SecurityProblems problems, RateLimits limits) {
        DaoAuthenticationProvider users =
                new DaoAuthenticationProvider(new InMemoryUserDetailsManager(User.withUserDetails(access.user()).build()));
        users.setPasswordEncoder(encoder());
        http.authenticationProvider(new LimitedLogin(users, limits))
                .authorizeHttpRequests(requests -> requests
                        .dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR).permitAll() // of an allowed request
                        .requestMatchers(OPEN_TO_ALL).permitAll()
                        .anyRequest().authenticated())
                .formLogin(form -> form
                        .loginPage("/login.html")
                        .loginProcessingUrl("/login")
                        .successHandler((request, response, user) -> response.setStatus(HttpStatus.NO_CONTENT.value()))
                        .failureHandler(problems::loginFailed))
                .httpBasic(basic -> basic.authenticationEntryPoint(problems::loginNeeded))
                .logout(logout ->
                        logout.logoutSuccessHandler(new HttpStatusReturningLogoutSuccessHandler(HttpStatus.NO_CONTENT)));
    }

    @Bean
    HttpFirewall httpFirewall(Access access) {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowedHostnames(access::knows);
        return firewall;
    }

    @Bean
    RequestRejectedHandler requestRejectedHandler(Access access, SecurityProblems problems) {
        return (request, response, e) -> problems.rejected(access, request, response, e);
    }
}
