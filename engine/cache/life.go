package cache

import "time"

// A Life is how long something cached is good for. Zero means without end.
type Life struct {
	Stale      time.Duration // how long a client may use it unasked
	Revalidate time.Duration // after that, it is made anew behind an answer
	Expire     time.Duration // after that, it is made anew before an answer
}

const day = 24 * time.Hour

// Lives are Next.js's profiles for cacheLife and revalidateTag.
// See https://nextjs.org/docs/app/api-reference/functions/cacheLife#preset-cache-profiles.
var Lives = map[string]Life{
	"default": {5 * time.Minute, 15 * time.Minute, 0},
	"seconds": {30 * time.Second, time.Second, time.Minute},
	"minutes": {5 * time.Minute, time.Minute, time.Hour},
	"hours":   {5 * time.Minute, time.Hour, day},
	"days":    {5 * time.Minute, day, 7 * day},
	"weeks":   {5 * time.Minute, 7 * day, 30 * day},
	"max":     {5 * time.Minute, 30 * day, 365 * day},
}
