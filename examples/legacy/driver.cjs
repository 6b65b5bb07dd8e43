'use strict'
/**
 * A driver in callbacks: the same as in the other flavours.
 *
 *     node examples/legacy/driver.cjs [host port]
 */
var TCP = require('@sockio/legacy').TCP
var supply = require('../drivers/supply.ts').supply
var simulatedSupply = require('../drivers/simulated.ts').simulatedSupply
var instrument = require('./instrument.cjs')

instrument(function (host, port, done) {
  var sock = new TCP(host, port, Object.assign({ timeout: 2000 }, supply.link))
  var psu = supply.on(sock)

  psu.identity.get(function (err, identity) {
    if (err) return finish(err)
    console.log(identity.manufacturer, identity.model)
    psu.protection.set({ volts: 11, amperes: 1 }, sweep)
  })

  function sweep(err) {
    if (err) return finish(err)
    psu.sweep(0, 10, 5, function (err, points) {
      if (err) return finish(err)
      points.forEach(function (point) {
        console.log(point.volts + ' V: ' + point.amperes + ' A')
      })
      psu.output.get(refused)
    })
  }

  function refused(err, output) {
    if (err) return finish(err)
    console.log('output:', output)
    try {
      psu.voltage.set(31) // nothing is sent
    } catch (error) {
      console.log(String(error))
    }
    finish()
  }

  function finish(err) {
    if (err) console.error(err.message)
    sock.close(done)
  }
}, simulatedSupply())
