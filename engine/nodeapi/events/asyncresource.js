// events.EventEmitterAsyncResource: an emitter whose listeners run in the async
// context in which it was made.
// https://nodejs.org/docs/latest-v20.x/api/events.html#class-eventseventemitterasyncresource-extends-eventemitter

const EventEmitter = require('internal:nodeapi/events');

class EventEmitterAsyncResource extends EventEmitter {
  #resource;

  constructor(options = undefined) {
    super(options);
    const { AsyncResource } = require('internal:nodeapi/async_hooks');
    const name = typeof options === 'string' ? options : (options?.name ?? new.target.name);
    const emitter = this;
    this.#resource = new (class EventEmitterReferencingAsyncResource extends AsyncResource {
      get eventEmitter() {
        return emitter;
      }
    })(name, options);
  }

  emit(event, ...args) {
    return this.#resource.runInAsyncScope(super.emit, this, event, ...args);
  }

  emitDestroy() {
    this.#resource.emitDestroy();
  }

  get asyncId() {
    return this.#resource.asyncId();
  }

  get triggerAsyncId() {
    return this.#resource.triggerAsyncId();
  }

  get asyncResource() {
    return this.#resource;
  }
}

module.exports = { EventEmitterAsyncResource };
