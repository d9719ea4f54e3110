/* SPDX-License-Identifier: ISC */
/* path: where bgmux keeps its files and sockets. */

#ifndef BASE_PATH_H
#define BASE_PATH_H

/* The state directory: $BGMUX_HOME, else $XDG_STATE_HOME/bgmux, else
 * ~/.local/state/bgmux. Made 0700 if missing; absolute. NULL and *cause if it
 * cannot be made, is not ours or can be written by others; what others can only
 * read is closed (caller frees both). */
char	*path_state(char **cause);
/* The socket directory of a state directory: /tmp/bgmux-UID/HASH or
 * $BGMUX_RUNTIME_DIR/HASH, with h/ below, both 0700 and ours. NULL and *cause. */
char	*path_runtime(const char *state, char **cause);
/* The person's home directory, absolute; borrowed until the next call of
 * getpwuid. NULL if there is none. */
const char *path_home(void);
/* Where the person's settings are: $XDG_CONFIG_HOME/bgmux, else
 * ~/.config/bgmux; it need not exist. NULL without a home. Caller frees. */
char	*path_config(void);
/* Make a directory and its parents 0700; check that it is a directory, ours,
 * and closed to others (it is closed if only the mode is wrong). */
int	 path_private_dir(const char *path, char **cause);
/* mkdir -p with mode 0700 for what is missing. -1 with errno. */
int	 path_mkdirs(const char *path);
/* printf for paths, in a new string; caller frees. */
char	*path_join(const char *dir, const char *name);
/* A program of ours: beside this program in a build tree, else in libexec;
 * $BGMUX_LIBEXEC overrides. Caller frees. */
char	*path_program(const char *name);
/* The program bgmux itself. Caller frees. */
char	*path_client(void);
/* A data file ("adapters/sh.json"): share/bgmux, or in a build tree the source
 * tree; $BGMUX_DATA overrides. Caller frees. */
char	*path_data(const char *name);
/* Absolute form of dir against the current directory, links resolved where it
 * exists. NULL with errno. Caller frees. */
char	*path_absolute(const char *);
/* "~/x" for what lies in the home directory; else a copy. For display. */
char	*path_display(const char *);
/* Remove a directory and all below, following no links. -1 with errno of the
 * first failure; goes on after it. */
int	 path_remove_tree(const char *);

#endif
