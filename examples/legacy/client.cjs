'use strict'
/**
 * The port of an old callback client: `client-before.cjs`, whose queue, timer and buffer of lines are gone, and with
 * them what it got wrong.
 *
 *     node examples/legacy/client.cjs [host port]
 */
var util = require('util')
var EventEmitter = require('events').EventEmitter
var TCP = require('@sockio/legacy').TCP

function Scope(host, port, timeout) {
  EventEmitter.call(this)
  var self = this
  this.sock = new TCP(host, port, { timeout: timeout })
  this.sock.on('close', function () {
    self.emit('close')
  })
  // Samples are whole numbers, and nothing else that it says is: so they may come in the midst of requests.
  this.samples = this.sock.lines({ encoding: 'utf8', match: /^\d+$/, reconnect: true })
  this.samples.on('data', function (line) {
    self.emit('sample', Number(line))
  })
}
util.inherits(Scope, EventEmitter)

/** Asks; the callback gets the reply. */
Scope.prototype.query = function (text, callback) {
  this.sock.query(text, callback)
}

/** Starts samples, which come as events. */
Scope.prototype.start = function () {
  this.sock.write('ACQ:STAR\n')
}

Scope.prototype.stop = function () {
  this.sock.write('ACQ:STOP\n')
}

Scope.prototype.close = function () {
  this.sock.close()
}

module.exports = Scope
if (require.main === module) require('./client-main.cjs')(Scope)
