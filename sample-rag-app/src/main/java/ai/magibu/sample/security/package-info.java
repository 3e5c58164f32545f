/** Who may use the application, from where, and how much of it: login, cross-site requests, headers and limits. */
@NullMarked
package ai.magibu.sample.security;

import org.jspecify.annotations.NullMarked;
