'use strict'
/** What one does with the client, before its port and after: two questions, three samples, another question. */
var instrument = require('./instrument.cjs')

module.exports = function main(Scope) {
  instrument(function (host, port, done) {
    var scope = new Scope(host, port, 2000)
    var samples = []

    scope.on('close', done)
    scope.query('*IDN?', print('identity:'))
    scope.query('MEAS:VOLT?', function (err, volts) {
      print('voltage:')(err, volts)
      scope.start()
    })
    scope.on('sample', function (sample) {
      samples.push(sample)
      if (samples.length !== 3) return
      console.log('samples:', samples.join(' '))
      scope.stop()
      scope.query('MEAS:CURR?', function (err, amperes) {
        print('current:')(err, amperes)
        scope.close()
      })
    })
  })
}

function print(title) {
  return function (err, reply) {
    console.log(title, err ? err.message : reply)
  }
}
