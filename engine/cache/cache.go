// Package cache keeps answers and values as Next.js's caches do: by key, with a
// time after which they are stale, and with tags that invalidate them.
//
// It knows no JavaScript and no HTTP: what an entry holds is the caller's. The
// clock is a parameter, so that a test or the terminal UI can move it.
//
// # Why marks and not deletions
//
// Invalidating a tag writes one mark; an entry is judged against the marks of
// its tags when it is read. So an answer whose making began before the mark and
// ended after it is invalid as well, and a tag can turn entries stale now and
// invalid later, as revalidateTag's profiles ask for.
package cache

import (
	"fmt"
	"sort"
	"sync"
	"time"
)

// An Entry is one kept value.
type Entry struct {
	Cache string // which cache it belongs to: "response", "unstable_cache"
	Key   string
	Value any
	Tags  []string
	Size  int // bytes, for showing

	Stored     time.Time
	Revalidate time.Duration // stale after; 0 for never
	Expire     time.Duration // invalid after; 0 for never

	begun uint64 // when its making began, on the cache's own count
}

// State is what an entry is good for.
type State uint8

// The states of an entry.
const (
	Miss  State = iota // there is none, or it is invalid
	Fresh              // good
	Stale              // good once more, while a new one is made
)

// A mark is what invalidating a tag leaves behind.
type mark struct {
	at      uint64    // on the cache's count: entries begun before are concerned
	expires time.Time // from when on they are invalid; before, they are stale
}

// A Cache is safe for concurrent use.
type Cache struct {
	now func() time.Time

	mu      sync.Mutex
	count   uint64
	entries map[id]*Entry
	marks   map[string]mark
}

type id struct{ cache, key string }

// New returns an empty cache that reads the time from now.
func New(now func() time.Time) *Cache {
	return &Cache{now: now, entries: map[id]*Entry{}, marks: map[string]mark{}}
}

// Begin returns a ticket for [Cache.Store]: whatever is invalidated after it
// concerns the entry that is being made.
func (c *Cache) Begin() uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.count++
	return c.count
}

// Store keeps an entry made since begun.
func (c *Cache) Store(e Entry, begun uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e.begun = begun
	if e.Stored.IsZero() {
		e.Stored = c.now()
	}
	c.entries[id{e.Cache, e.Key}] = &e
}

// Look returns an entry with its state, and the reason for it in words. tags are
// judged beside the entry's own.
func (c *Cache) Look(cache, key string, tags ...string) (*Entry, State, string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.entries[id{cache, key}]
	if !ok {
		return nil, Miss, "nothing is stored for it"
	}
	state, reason := c.judge(e, tags)
	if state == Miss {
		return nil, Miss, reason
	}
	return e, state, reason
}

func (c *Cache) judge(e *Entry, tags []string) (State, string) {
	now := c.now()
	age := now.Sub(e.Stored)
	if e.Expire > 0 && age >= e.Expire {
		return Miss, fmt.Sprintf("stored %s ago and expires after %s", round(age), e.Expire)
	}
	stale := ""
	for _, list := range [][]string{e.Tags, tags} {
		for _, tag := range list {
			m, marked := c.marks[tag]
			switch {
			case !marked || m.at <= e.begun:
			case !now.Before(m.expires):
				return Miss, fmt.Sprintf("%s was revalidated", tagName(tag))
			default:
				stale = fmt.Sprintf("%s was revalidated", tagName(tag))
			}
		}
	}
	if stale != "" {
		return Stale, stale
	}
	if e.Revalidate > 0 && age >= e.Revalidate {
		return Stale, fmt.Sprintf("stored %s ago and revalidates after %s", round(age), e.Revalidate)
	}
	if e.Revalidate > 0 {
		return Fresh, fmt.Sprintf("stored %s ago, good for %s", round(age), e.Revalidate)
	}
	return Fresh, "stored, and good until it is revalidated"
}

func round(d time.Duration) time.Duration { return d.Round(time.Millisecond) }

// PathTag begins the tags that stand for paths.
const PathTag = "_N_T_"

// tagName says a tag as a user knows it.
func tagName(tag string) string {
	if len(tag) > len(PathTag) && tag[:len(PathTag)] == PathTag {
		return "the path " + tag[len(PathTag):]
	}
	return "the tag " + tag
}

// Invalidate marks a tag: entries that carry it are stale from now on and
// invalid after expire; 0 makes them invalid at once. It returns the keys of
// the entries concerned.
func (c *Cache) Invalidate(tag string, expire time.Duration) []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.count++
	c.marks[tag] = mark{c.count, c.now().Add(expire)}
	var touched []string
	for _, e := range c.entries {
		for _, t := range e.Tags {
			if t == tag {
				touched = append(touched, e.Key)
				break
			}
		}
	}
	sort.Strings(touched)
	return touched
}

// Delete forgets an entry.
func (c *Cache) Delete(cache, key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.entries, id{cache, key})
}

// Clear forgets all entries and marks.
func (c *Cache) Clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.entries)
	clear(c.marks)
}

// A View is an entry with its state, for showing.
type View struct {
	Entry
	State  State
	Reason string
}

// All returns the entries, newest first.
func (c *Cache) All() []View {
	c.mu.Lock()
	defer c.mu.Unlock()
	views := make([]View, 0, len(c.entries))
	for _, e := range c.entries {
		state, reason := c.judge(e, nil)
		views = append(views, View{*e, state, reason})
	}
	sort.Slice(views, func(i, j int) bool {
		if !views[i].Stored.Equal(views[j].Stored) {
			return views[i].Stored.After(views[j].Stored)
		}
		return views[i].Key < views[j].Key
	})
	return views
}
