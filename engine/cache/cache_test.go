package cache

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// clock is a time that the test moves.
type clock struct{ t time.Time }

func (c *clock) now() time.Time { return c.t }

func TestLook(t *testing.T) {
	for name, c := range map[string]struct {
		entry Entry
		do    func(*Cache, *clock)
		want  State
	}{
		"nothing stored":          {Entry{Key: "other"}, nil, Miss},
		"without a lifetime":      {Entry{}, func(_ *Cache, c *clock) { c.t = c.t.Add(1000 * day) }, Fresh},
		"before it revalidates":   {Entry{Revalidate: 5 * time.Second}, func(_ *Cache, c *clock) { c.t = c.t.Add(4 * time.Second) }, Fresh},
		"when it revalidates":     {Entry{Revalidate: 5 * time.Second}, func(_ *Cache, c *clock) { c.t = c.t.Add(5 * time.Second) }, Stale},
		"when it expires":         {Entry{Revalidate: 5 * time.Second, Expire: time.Minute}, func(_ *Cache, c *clock) { c.t = c.t.Add(time.Minute) }, Miss},
		"its tag was invalidated": {Entry{Tags: []string{"a"}}, func(c *Cache, _ *clock) { c.Invalidate("a", 0) }, Miss},
		"another tag was":         {Entry{Tags: []string{"a"}}, func(c *Cache, _ *clock) { c.Invalidate("b", 0) }, Fresh},
		"its tag turned stale":    {Entry{Tags: []string{"a"}}, func(c *Cache, _ *clock) { c.Invalidate("a", time.Hour) }, Stale},
		"and then invalid":        {Entry{Tags: []string{"a"}}, func(c *Cache, k *clock) { c.Invalidate("a", time.Hour); k.t = k.t.Add(time.Hour) }, Miss},
		"a tag of the look-up":    {Entry{}, func(c *Cache, _ *clock) { c.Invalidate("_N_T_/x", 0) }, Miss},
		"invalidated, stored again": {Entry{Tags: []string{"a"}}, func(c *Cache, _ *clock) {
			c.Invalidate("a", 0)
			c.Store(Entry{Key: "k", Tags: []string{"a"}}, c.Begin())
		}, Fresh},
		"deleted": {Entry{}, func(c *Cache, _ *clock) { c.Delete("", "k") }, Miss},
	} {
		t.Run(name, func(t *testing.T) {
			clock := &clock{time.Unix(1000, 0)}
			cache := New(clock.now)
			if c.entry.Key == "" {
				c.entry.Key = "k"
			}
			cache.Store(c.entry, cache.Begin())
			if c.do != nil {
				c.do(cache, clock)
			}
			_, got, reason := cache.Look("", "k", "_N_T_/x")
			if got != c.want || reason == "" {
				t.Errorf("got %v (%s), want %v", got, reason, c.want)
			}
		})
	}
}

// An answer that was being made while its tag was invalidated is invalid.
func TestInvalidateConcernsWhatIsBeingMade(t *testing.T) {
	cache := New((&clock{time.Unix(1000, 0)}).now)
	begun := cache.Begin()
	cache.Invalidate("a", 0)
	cache.Store(Entry{Key: "k", Tags: []string{"a"}}, begun)
	if _, state, _ := cache.Look("", "k"); state != Miss {
		t.Errorf("got %v", state)
	}
}

func TestInvalidateNamesTheEntries(t *testing.T) {
	cache := New((&clock{time.Unix(1000, 0)}).now)
	for _, k := range []string{"b", "a", "c"} {
		tags := []string{"t"}
		if k == "c" {
			tags = nil
		}
		cache.Store(Entry{Key: k, Tags: tags}, cache.Begin())
	}
	if diff := cmp.Diff([]string{"a", "b"}, cache.Invalidate("t", 0)); diff != "" {
		t.Error(diff)
	}
	if got := cache.Invalidate("unknown", 0); got != nil {
		t.Errorf("got %v", got)
	}
}
