'use strict'
/** Which instrument an example talks to: the one given on the command line, else a simulated one, an oscilloscope by default. */
var chosen = require('../instrument.ts').instrument

/** Calls `use(host, port, done)`; the simulation ends when `done` is called. */
module.exports = function instrument(use, simulated) {
  chosen(simulated).then(function (device) {
    use(device.host, device.port, function () {
      device[Symbol.asyncDispose]()
    })
  })
}
