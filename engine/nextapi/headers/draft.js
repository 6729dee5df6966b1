// Draft mode: a cookie that makes static answers be made anew.
// Reference: https://nextjs.org/docs/app/api-reference/functions/draft-mode

const { op_draft_id, op_mode } = ops;

const cookieName = '__prerender_bypass';

// In production the cookie is for secure contexts and other sites' frames.
function write(now, value, expires) {
  const production = op_mode() === 'production';
  now.cookies.set({
    name: cookieName,
    value,
    httpOnly: true,
    sameSite: production ? 'none' : 'lax',
    secure: production,
    path: '/',
    ...(expires && { expires }),
  });
}

class DraftMode {
  #work;

  constructor(now) {
    this.#work = now;
  }
  get isEnabled() {
    return this.#work.draft ?? this.#work.isDraft;
  }
  enable() {
    this.#work.dynamic('draftMode().enable()');
    this.#work.draft = true;
    write(this.#work, op_draft_id());
  }
  disable() {
    this.#work.dynamic('draftMode().disable()');
    this.#work.draft = false;
    write(this.#work, '', new Date(0));
  }
}

module.exports = { of: (now) => new DraftMode(now) };
