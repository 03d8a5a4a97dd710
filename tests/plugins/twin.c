/* SPDX-License-Identifier: 0BSD */
/*
 * twin.c - another plugin that calls itself 'good'.
 */
#include "minimal.h"

static const struct ps_format twin = { MINIMAL("good") };

PS_PLUGIN(twin, twin);
