'use strict'
/**
 * Request and reply: who are you, and what do you measure?
 *
 *     node examples/legacy/req-rep.cjs [host port]
 */
var TCP = require('@sockio/legacy').TCP
var instrument = require('./instrument.cjs')

instrument(function (host, port, done) {
  var sock = new TCP(host, port, { timeout: 2000 })

  sock.query('*IDN?', function (err, identity) {
    if (err) return finish(err)
    console.log('identity:', identity)
  })

  // Any number of callers may share the socket: each gets the reply to its own request, in the order of the calls.
  var measured = {}
  sock.query('MEAS:VOLT?', keep('voltage'))
  sock.query('MEAS:CURR?', keep('current'))
  sock.query('*OPC?', { timeout: 500 }, function (err, ready) {
    if (err) return finish(err)
    console.log('voltage:', measured.voltage, 'current:', measured.current, 'ready:', ready)
  })

  sock.writeReadBlock('WAV:DATA?\n', function (err, waveform) {
    if (err) return finish(err)
    console.log('waveform:', waveform.length, 'bytes')
    finish()
  })

  function keep(name) {
    return function (err, reply) {
      if (err) return finish(err)
      measured[name] = Number(reply)
    }
  }

  function finish(err) {
    if (err) console.error(err.message)
    sock.close(done)
  }
})
