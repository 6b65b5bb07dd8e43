'use strict'
/**
 * A stream: starts an acquisition, prints ten of its lines, and stops it.
 *
 *     node examples/legacy/stream.cjs [host port]
 */
var TCP = require('@sockio/legacy').TCP
var instrument = require('./instrument.cjs')

instrument(function (host, port, done) {
  var sock = new TCP(host, port, { timeout: 2000 })
  var count = 0

  sock.on('error', function (err) {
    console.error(err.message)
  })
  sock.on('line', function onLine(line) {
    console.log('line:', line)
    if (++count < 10) return
    sock.removeListener('line', onLine)
    sock.write('ACQ:STOP\n', function () {
      sock.close(done)
    })
  })
  sock.write('ACQ:STAR\n')
})
