// https://urlpattern.spec.whatwg.org/#constructor-string-parsing

const { tokenize } = require('./tokenize');
const { compileComponent } = require('./component');
const canonicalize = require('./canonicalize');

/** The protocols that patterns are told apart by. */
const specialProtocols = ['http', 'https', 'ws', 'wss', 'ftp', 'file'];

/** Parses "https://*.example.com/:id?q#h" into a URLPatternInit. */
class ConstructorStringParser {
  #input;
  #tokens;
  #result = {};
  #componentStart = 0;
  #index = 0;
  #increment = 1;
  #groupDepth = 0;
  #bracketDepth = 0;
  #special = false;
  #state = 'init';

  constructor(input) {
    this.#input = [...input];
    this.#tokens = tokenize(input, 'lenient');
  }

  parse() {
    while (this.#index < this.#tokens.length) {
      this.#increment = 1;
      if (!this.#step()) break;
      this.#index += this.#increment;
    }
    const result = this.#result;
    if (result.hostname !== undefined && result.port === undefined) result.port = '';
    return result;
  }

  // One token; false at the end.
  #step() {
    if (this.#tokens[this.#index].type === 'end') return this.#atEnd();
    if (this.#at('open')) {
      this.#groupDepth++;
      return true;
    }
    if (this.#groupDepth > 0) {
      if (!this.#at('close')) return true;
      this.#groupDepth--;
    }
    this[`_${this.#state}`]();
    return true;
  }

  #atEnd() {
    if (this.#state === 'init') {
      this.#rewind();
      if (this.#isPunctuation('#')) this.#change('hash', 1);
      else if (this.#isSearchPrefix()) this.#change('search', 1);
      else this.#change('pathname', 0);
      return this.#again();
    }
    if (this.#state === 'authority') {
      this.#rewindAnd('hostname');
      return this.#again();
    }
    this.#change('done', 0);
    return false;
  }

  #again() {
    this.#index += this.#increment;
    this.#increment = 0;
    return true;
  }

  _init() {
    if (this.#isPunctuation(':')) this.#rewindAnd('protocol');
  }

  _protocol() {
    if (!this.#isPunctuation(':')) return;
    this.#computeSpecial();
    let next = 'pathname';
    let skip = 1;
    if (this.#isPunctuation('/', 1) && this.#isPunctuation('/', 2)) {
      next = 'authority';
      skip = 3;
    } else if (this.#special) {
      next = 'authority';
    }
    this.#change(next, skip);
  }

  _authority() {
    if (this.#isPunctuation('@')) this.#rewindAnd('username');
    else if (this.#isPunctuation('/') || this.#isSearchPrefix() || this.#isPunctuation('#')) this.#rewindAnd('hostname');
  }

  _username() {
    if (this.#isPunctuation(':')) this.#change('password', 1);
    else if (this.#isPunctuation('@')) this.#change('hostname', 1);
  }

  _password() {
    if (this.#isPunctuation('@')) this.#change('hostname', 1);
  }

  _hostname() {
    if (this.#isPunctuation('[')) this.#bracketDepth++;
    else if (this.#isPunctuation(']')) this.#bracketDepth--;
    else if (this.#isPunctuation(':') && this.#bracketDepth === 0) this.#change('port', 1);
    else this.#afterHost();
  }

  _port() {
    this.#afterHost();
  }

  #afterHost() {
    if (this.#isPunctuation('/')) this.#change('pathname', 0);
    else this._pathname();
  }

  _pathname() {
    if (this.#isSearchPrefix()) this.#change('search', 1);
    else this._search();
  }

  _search() {
    if (this.#isPunctuation('#')) this.#change('hash', 1);
  }

  _hash() {}

  #at(type) {
    return this.#tokens[this.#index].type === type;
  }

  #isPunctuation(value, ahead = 0) {
    const token = this.#tokens[this.#index + ahead];
    return token !== undefined && token.value === value && ['char', 'escaped-char', 'invalid-char'].includes(token.type);
  }

  // A "?" after a name or group is a modifier.
  #isSearchPrefix() {
    if (this.#isPunctuation('?')) return true;
    if (this.#tokens[this.#index].value !== '?') return false;
    const previous = this.#tokens[this.#index - 1];
    return previous === undefined || !['name', 'regexp', 'close', 'asterisk'].includes(previous.type);
  }

  #component() {
    return this.#input.slice(this.#componentStart, this.#tokens[this.#index].index).join('');
  }

  #computeSpecial() {
    const component = compileComponent(this.#component(), canonicalize.protocol, { delimiter: '', prefix: '', ignoreCase: false });
    this.#special = specialProtocols.some((scheme) => component.regexp.test(scheme));
  }

  // https://urlpattern.spec.whatwg.org/#change-state
  #change(state, skip) {
    const from = this.#state;
    const result = this.#result;
    if (from !== 'init' && from !== 'authority') result[from] = this.#component();
    if (from !== 'init' && state !== 'done') {
      if (['protocol', 'authority', 'username', 'password'].includes(from) && ['port', 'pathname', 'search', 'hash'].includes(state)) {
        result.hostname ??= '';
      }
      if (['protocol', 'authority', 'username', 'password', 'hostname', 'port'].includes(from) && ['search', 'hash'].includes(state)) {
        result.pathname ??= this.#special ? '/' : '';
      }
      if (state === 'hash' && from !== 'search') result.search ??= '';
    }
    this.#state = state;
    this.#index += skip;
    this.#componentStart = this.#tokens[this.#index]?.index ?? this.#input.length;
    this.#increment = 0;
  }

  #rewind() {
    const first = this.#tokens.findIndex((token) => token.index >= this.#componentStart);
    this.#index = first;
    this.#increment = 0;
  }

  #rewindAnd(state) {
    this.#rewind();
    this.#state = state;
  }
}

module.exports = { parseConstructorString: (input) => new ConstructorStringParser(input).parse() };
