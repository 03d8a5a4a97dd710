/* SPDX-License-Identifier: 0BSD */
/*
 * no_symbol.c - a library, but no plugin.
 */
#include "minimal.h"

PS_EXPORT int no_symbol(void);

int
no_symbol(void)
{
	return 1;
}
