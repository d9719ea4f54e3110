/* SPDX-License-Identifier: ISC */
/* intern: tables of styles, clusters and links with ids that do not move; what
 * no root holds any more is collected when a table has grown. */

#include <stdbool.h>

#include "base/utf8.h"
#include "base/xmalloc.h"
#include "term/intern.h"

/*
 * Each table is an array of values by id, with an open hash of ids beside it.
 * Nothing is counted by reference: cells come and go far too often. When the
 * number of ids in use reaches a limit, all roots mark what they hold, the rest
 * becomes free, and the limit is set to twice what was left (or more, when
 * marking took long), so that a collection costs each new id little. A table
 * at its maximum that gave nothing back is left alone for a while: every new
 * value would else cost a collection.
 */

#define STYLES_MAX     (1u << 18)
#define CLUSTERS_MAX   (1u << 16)
#define LINKS_MAX      8192u
#define LINK_BYTES_MAX (4u << 20) /* of all links */
#define LIMIT_MIN      2048u
#define CACHE_SIZE     64u

enum id_state {
	ID_FREE,
	ID_USED,
	ID_MARKED, /* only while collecting */
};

struct table {
	void *values;	  /* owned: by id, cap of them */
	uint32_t *hashes; /* owned: by id; of a free id the next free one */
	uint8_t *states;  /* owned: by id */
	uint32_t *slots;  /* owned: ids by hash, 0 empty */
	uint32_t nslots;  /* a power of two, or 0 */
	uint32_t cap;
	uint32_t next; /* the lowest id never given */
	uint32_t free; /* head of the free ids, 0 none */
	uint32_t count;
	uint32_t limit;
	uint32_t max;
	uint32_t pause; /* misses to come before the next collection */
	size_t size;	/* of a value, bytes */
};

struct cluster {
	char *text; /* owned */
	size_t len;
};

struct link {
	char *uri; /* owned */
	char *id;  /* owned, may be NULL */
	size_t size;
};

struct root {
	intern_mark_cb mark;
	void *arg; /* borrowed */
};

struct intern {
	struct table styles;
	struct table clusters;
	struct table links;
	uint32_t cache[CACHE_SIZE]; /* style ids by hash */
	struct root *roots;	    /* owned */
	unsigned nroots;
	struct table *collecting; /* borrowed, NULL mostly */
	size_t marked;		  /* while collecting: calls of mark */
	size_t link_bytes;
	uint64_t misses;
};

static void
table_init(struct table *t, size_t size, uint32_t max)
{
	memset(t, 0, sizeof *t);
	t->size = size;
	t->max = max;
	t->next = 1;
	t->limit = LIMIT_MIN < max ? LIMIT_MIN : max;
}

static void
table_clear(struct table *t)
{
	free(t->values);
	free(t->hashes);
	free(t->states);
	free(t->slots);
}

static void
table_insert(struct table *t, uint32_t id)
{
	uint32_t i, mask = t->nslots - 1;

	for (i = t->hashes[id] & mask; t->slots[i] != 0; i = (i + 1) & mask)
		;
	t->slots[i] = id;
}

static void
table_rehash(struct table *t, uint32_t nslots)
{
	uint32_t id;

	free(t->slots);
	t->slots = xcalloc(nslots, sizeof *t->slots);
	t->nslots = nslots;
	for (id = 1; id < t->next; id++)
		if (t->states[id] != ID_FREE)
			table_insert(t, id);
}

static void
table_grow(struct table *t)
{
	uint32_t cap = t->cap == 0 ? 16 : t->cap * 2;

	t->values = xreallocarray(t->values, cap, t->size);
	t->hashes = xreallocarray(t->hashes, cap, sizeof *t->hashes);
	t->states = xreallocarray(t->states, cap, sizeof *t->states);
	t->cap = cap;
}

static bool
table_has(const struct table *t, uint32_t id)
{
	return id != 0 && id < t->next && t->states[id] != ID_FREE;
}

static struct style *
style_at(const struct intern *in, uint32_t id)
{
	return (struct style *)in->styles.values + id;
}

static struct cluster *
cluster_at(const struct intern *in, uint32_t id)
{
	return (struct cluster *)in->clusters.values + id;
}

static struct link *
link_at(const struct intern *in, uint32_t id)
{
	return (struct link *)in->links.values + id;
}

/* Free what an id holds besides its place. */
static void
drop_value(struct intern *in, struct table *t, uint32_t id)
{
	if (t == &in->clusters)
		free(cluster_at(in, id)->text);
	else if (t == &in->links) {
		in->link_bytes -= link_at(in, id)->size;
		free(link_at(in, id)->uri);
		free(link_at(in, id)->id);
	}
}

static void
sweep(struct intern *in, struct table *t)
{
	uint32_t id;

	for (id = 1; id < t->next; id++) {
		if (t->states[id] == ID_USED) {
			drop_value(in, t, id);
			t->states[id] = ID_FREE;
			t->hashes[id] = t->free;
			t->free = id;
			t->count--;
		} else if (t->states[id] == ID_MARKED)
			t->states[id] = ID_USED;
	}
	if (t->nslots != 0)
		table_rehash(t, t->nslots);
}

static void
collect(struct intern *in, struct table *t)
{
	size_t limit;
	unsigned i;

	in->collecting = t;
	in->marked = 0;
	for (i = 0; i < in->nroots; i++)
		in->roots[i].mark(in, in->roots[i].arg);
	in->collecting = NULL;
	sweep(in, t);
	memset(in->cache, 0, sizeof in->cache);

	limit = (size_t)t->count * 2;
	if (limit < LIMIT_MIN)
		limit = LIMIT_MIN;
	if (limit < in->marked / 16)
		limit = in->marked / 16;
	t->limit = limit < t->max ? (uint32_t)limit : t->max;
	t->pause = t->count > t->max - t->max / 8 ? t->max / 8 : 0;
}

/* A new id with this hash, its value to be set; 0 if there is no room. */
static uint32_t
table_add(struct intern *in, struct table *t, uint32_t hash)
{
	uint32_t id;

	if (t->count >= t->limit) {
		if (t->pause > 0)
			t->pause--;
		else
			collect(in, t);
		if (t->count >= t->max) {
			in->misses++;
			return 0;
		}
	}
	if (t->free != 0) {
		id = t->free;
		t->free = t->hashes[id];
	} else {
		id = t->next;
		if (id >= t->cap)
			table_grow(t);
		t->next++;
	}
	t->hashes[id] = hash;
	t->states[id] = ID_FREE;
	if (t->nslots < (t->count + 1) * 2)
		table_rehash(t, t->nslots == 0 ? 32 : t->nslots * 2);
	t->states[id] = ID_USED;
	t->count++;
	table_insert(t, id);
	return id;
}

struct intern *
intern_create(void)
{
	struct intern *in = xcalloc(1, sizeof *in);

	table_init(&in->styles, sizeof(struct style), STYLES_MAX);
	table_init(&in->clusters, sizeof(struct cluster), CLUSTERS_MAX);
	table_init(&in->links, sizeof(struct link), LINKS_MAX);
	return in;
}

void
intern_destroy(struct intern *in)
{
	uint32_t id;

	if (in == NULL)
		return;
	for (id = 1; id < in->clusters.next; id++)
		if (in->clusters.states[id] != ID_FREE)
			drop_value(in, &in->clusters, id);
	for (id = 1; id < in->links.next; id++)
		if (in->links.states[id] != ID_FREE)
			drop_value(in, &in->links, id);
	table_clear(&in->styles);
	table_clear(&in->clusters);
	table_clear(&in->links);
	free(in->roots);
	free(in);
}

static bool
style_equal(const struct style *a, const struct style *b)
{
	return a->fg == b->fg && a->bg == b->bg && a->ul == b->ul &&
	    a->attr == b->attr && a->link == b->link;
}

static uint32_t
style_hash(const struct style *s)
{
	uint64_t h;

	h = ((uint64_t)s->fg << 32 | s->bg) * 0x9e3779b97f4a7c15u;
	h ^= h >> 29;
	h += (uint64_t)s->ul << 32 | (uint32_t)s->attr << 16 | s->link;
	h *= 0xbf58476d1ce4e5b9u;
	return (uint32_t)(h >> 32);
}

uint32_t
intern_style(struct intern *in, const struct style *style)
{
	static const struct style none;
	struct table *t = &in->styles;
	struct style s = *style; /* may be one of ours, which move */
	uint32_t hash, id, i;

	if (style_equal(&s, &none))
		return 0;
	hash = style_hash(&s);
	id = in->cache[hash % CACHE_SIZE];
	if (id != 0 && style_equal(style_at(in, id), &s))
		return id;
	if (t->nslots != 0) {
		i = hash & (t->nslots - 1);
		while ((id = t->slots[i]) != 0) {
			if (t->hashes[id] == hash &&
			    style_equal(style_at(in, id), &s))
				break;
			i = (i + 1) & (t->nslots - 1);
		}
	}
	if (id == 0 || t->nslots == 0) {
		if ((id = table_add(in, t, hash)) == 0)
			return 0;
		*style_at(in, id) = s;
	}
	in->cache[hash % CACHE_SIZE] = id;
	return id;
}

const struct style *
intern_get_style(const struct intern *in, uint32_t id)
{
	static const struct style none;

	return table_has(&in->styles, id) ? style_at(in, id) : &none;
}

static uint32_t
bytes_hash(uint32_t h, const char *p, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		h = (h ^ (uint8_t)p[i]) * 16777619u;
	return h ^ h >> 15;
}

static uint32_t
cluster_find(const struct intern *in, uint32_t hash, const char *p, size_t n)
{
	const struct table *t = &in->clusters;
	const struct cluster *c;
	uint32_t i, id;

	if (t->nslots == 0)
		return 0;
	i = hash & (t->nslots - 1);
	for (; (id = t->slots[i]) != 0; i = (i + 1) & (t->nslots - 1)) {
		c = cluster_at(in, id);
		if (t->hashes[id] == hash && c->len == n &&
		    memcmp(c->text, p, n) == 0)
			break;
	}
	return id;
}

uint32_t
intern_text(struct intern *in, const char *p, size_t n)
{
	struct cluster *c;
	uint32_t cp, hash, id;
	int k;

	if (n == 0)
		return 0;
	if (n == 1 && (uint8_t)*p < 0x80)
		return (uint8_t)*p;
	k = utf8_decode((const uint8_t *)p, n, &cp);
	if (k <= 0)
		return UTF8_REPLACEMENT;
	if ((size_t)k == n)
		return cp;
	if (n > CLUSTER_MAX_BYTES) {
		in->misses++;
		return cp;
	}
	hash = bytes_hash(2166136261u, p, n);
	if ((id = cluster_find(in, hash, p, n)) == 0) {
		if ((id = table_add(in, &in->clusters, hash)) == 0)
			return cp;
		c = cluster_at(in, id);
		c->text = xmemdup(p, n);
		c->len = n;
	}
	return CELL_CLUSTER | id;
}

const char *
intern_get_text(const struct intern *in, uint32_t text, char tmp[4], size_t *n)
{
	uint32_t v = CELL_VALUE(text);

	*n = 0;
	if ((text & CELL_TAIL) || v == 0)
		return tmp;
	if (text & CELL_CLUSTER) {
		if (!table_has(&in->clusters, v))
			return tmp;
		*n = cluster_at(in, v)->len;
		return cluster_at(in, v)->text;
	}
	*n = utf8_encode(v, tmp);
	return tmp;
}

/* Controls in a link would reach terminals. */
static bool
link_clean(const char *p, size_t max)
{
	size_t i, n = strlen(p);

	if (n > max || !utf8_valid(p, n))
		return false;
	for (i = 0; i < n; i++) {
		if ((uint8_t)p[i] < 0x20 || p[i] == 0x7f)
			return false;
		if ((uint8_t)p[i] == 0xc2 && (uint8_t)p[i + 1] < 0xa0)
			return false;
	}
	return true;
}

static uint32_t
link_find(const struct intern *in, uint32_t hash, const char *uri,
    const char *id)
{
	const struct table *t = &in->links;
	const struct link *l;
	uint32_t i, n;

	if (t->nslots == 0)
		return 0;
	i = hash & (t->nslots - 1);
	for (; (n = t->slots[i]) != 0; i = (i + 1) & (t->nslots - 1)) {
		l = link_at(in, n);
		if (t->hashes[n] != hash || strcmp(l->uri, uri) != 0)
			continue;
		if (id == NULL ? l->id == NULL :
				 l->id != NULL && strcmp(l->id, id) == 0)
			break;
	}
	return n;
}

uint16_t
intern_link(struct intern *in, const char *uri, const char *id)
{
	struct link *l;
	uint32_t hash, n;
	size_t size;

	if (id != NULL && *id == '\0')
		id = NULL;
	if (uri == NULL || *uri == '\0')
		return 0;
	if (!link_clean(uri, LINK_MAX_BYTES) ||
	    (id != NULL && !link_clean(id, LINK_ID_MAX_BYTES))) {
		in->misses++;
		return 0;
	}
	size = strlen(uri) + (id == NULL ? 0 : strlen(id));
	hash = bytes_hash(2166136261u, uri, strlen(uri));
	if (id != NULL)
		hash = bytes_hash(hash, id, strlen(id));
	if ((n = link_find(in, hash, uri, id)) != 0)
		return (uint16_t)n;
	if (in->link_bytes + size > LINK_BYTES_MAX) {
		if (in->links.pause > 0)
			in->links.pause--;
		else {
			collect(in, &in->links);
			if (in->link_bytes >
			    LINK_BYTES_MAX - LINK_BYTES_MAX / 8)
				in->links.pause = LINKS_MAX / 8;
		}
	}
	if (in->link_bytes + size > LINK_BYTES_MAX) {
		in->misses++;
		return 0;
	}
	if ((n = table_add(in, &in->links, hash)) == 0)
		return 0;
	l = link_at(in, n);
	l->uri = xstrdup(uri);
	l->id = id == NULL ? NULL : xstrdup(id);
	l->size = size;
	in->link_bytes += size;
	return (uint16_t)n;
}

const char *
intern_get_link(const struct intern *in, uint16_t n, const char **id)
{
	if (id != NULL)
		*id = NULL;
	if (!table_has(&in->links, n))
		return NULL;
	if (id != NULL)
		*id = link_at(in, n)->id;
	return link_at(in, n)->uri;
}

void
intern_add_root(struct intern *in, intern_mark_cb mark, void *arg)
{
	in->roots = xreallocarray(in->roots, in->nroots + 1, sizeof *in->roots);
	in->roots[in->nroots].mark = mark;
	in->roots[in->nroots].arg = arg;
	in->nroots++;
}

void
intern_remove_root(struct intern *in, void *arg)
{
	unsigned i;

	for (i = in->nroots; i > 0; i--) {
		if (in->roots[i - 1].arg != arg)
			continue;
		memmove(&in->roots[i - 1], &in->roots[i],
		    (in->nroots - i) * sizeof *in->roots);
		in->nroots--;
		return;
	}
}

static void
mark(struct table *t, uint32_t id)
{
	if (table_has(t, id))
		t->states[id] = ID_MARKED;
}

void
intern_mark_style(struct intern *in, uint32_t id)
{
	in->marked++;
	if (in->collecting == &in->styles)
		mark(&in->styles, id);
	else if (in->collecting == &in->links && table_has(&in->styles, id))
		mark(&in->links, style_at(in, id)->link);
}

void
intern_mark_text(struct intern *in, uint32_t text)
{
	in->marked++;
	if ((text & CELL_CLUSTER) && in->collecting == &in->clusters)
		mark(&in->clusters, CELL_VALUE(text));
}

void
intern_mark_link(struct intern *in, uint16_t id)
{
	in->marked++;
	if (in->collecting == &in->links)
		mark(&in->links, id);
}

uint64_t
intern_misses(const struct intern *in)
{
	return in->misses;
}
