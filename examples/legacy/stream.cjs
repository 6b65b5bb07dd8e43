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
  var lines = sock.lines({ start: 'ACQ:STAR', stop: 'ACQ:STOP', encoding: 'utf8', timeout: 2000 })
  var count = 0

  sock.on('error', function (err) {
    console.error(err.message)
  })
  lines.on('data', function (line) {
    console.log('line:', line)
    if (++count < 10) return
    lines.close()
    sock.query('*IDN?', function (err, identity) {
      console.log('then:', err ? err.message : identity)
      sock.close(done)
    })
  })
})
