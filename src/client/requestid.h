/* SPDX-License-Identifier: ISC */
/* requestid: ids of requests that are sent again where a connection is lost. */

#ifndef CLIENT_REQUESTID_H
#define CLIENT_REQUESTID_H

#define REQUESTID_SIZE 33	/* bytes, the final one included */

/* 128 random bits as hex digits. */
void	requestid_new(char id[REQUESTID_SIZE]);

#endif
