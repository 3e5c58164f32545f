/** Files that other processes and users share: locks, checksums, permissions, the user's cache folder. Not part of the API. */
@NullMarked
package ai.magibu.hub.internal;

import org.jspecify.annotations.NullMarked;
