package split

import "testing"

func TestPartsCoverTheWhole(t *testing.T) {
	whole := Rect{2, 3, 20, 10}
	for _, n := range []int{-5, 0, 1, 7, 10, 20, 99} {
		left, right := whole.Columns(n)
		if left.W+right.W != whole.W || right.X != whole.X+left.W || left.H != whole.H {
			t.Errorf("Columns(%d) = %v, %v", n, left, right)
		}
		top, bottom := whole.Rows(n)
		if top.H+bottom.H != whole.H || bottom.Y != whole.Y+top.H || top.W != whole.W {
			t.Errorf("Rows(%d) = %v, %v", n, top, bottom)
		}
	}
}

func TestCenterStaysInside(t *testing.T) {
	whole := Rect{0, 0, 10, 4}
	if got := whole.Center(4, 2); got != (Rect{3, 1, 4, 2}) {
		t.Errorf("got %v", got)
	}
	if got := whole.Center(40, 20); got != whole {
		t.Errorf("got %v", got)
	}
}

func TestInsetNeverTurnsNegative(t *testing.T) {
	if r := (Rect{0, 0, 1, 1}).Inset(1); !r.Empty() {
		t.Errorf("got %v", r)
	}
}
