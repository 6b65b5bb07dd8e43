'use strict'
/**
 * A client as one used to write it, on a bare socket: for comparison with `client.cjs`, which is the same client on
 * `@sockio/legacy`. It works, as long as nothing goes wrong:
 *
 * - a sample that arrives while a request waits is taken for its reply;
 * - a reply that comes after its timeout is given to the next request;
 * - a lost connection is lost for good, and what is asked later waits for ever.
 */
var net = require('net')
var util = require('util')
var EventEmitter = require('events').EventEmitter

function Scope(host, port, timeout) {
  EventEmitter.call(this)
  var self = this
  this.timeout = timeout
  this.queue = []
  this.current = null
  this.timer = null
  this.rest = ''
  this.socket = net.connect(port, host)
  this.socket.setNoDelay(true)
  this.socket.setEncoding('utf8')
  this.socket.on('data', function (chunk) {
    self._received(chunk)
  })
  this.socket.on('error', function (err) {
    self._fail(err)
  })
  this.socket.on('close', function () {
    self._fail(new Error('the connection was closed'))
    self.emit('close')
  })
}
util.inherits(Scope, EventEmitter)

/** Asks; the callback gets the reply. */
Scope.prototype.query = function (text, callback) {
  this.queue.push({ text: text, callback: callback })
  this._next()
}

/** Starts samples, which come as events. */
Scope.prototype.start = function () {
  this.socket.write('ACQ:STAR\n')
}

Scope.prototype.stop = function () {
  this.socket.write('ACQ:STOP\n')
}

Scope.prototype.close = function () {
  this.socket.end()
}

Scope.prototype._next = function () {
  var self = this
  if (this.current !== null || this.queue.length === 0) return
  this.current = this.queue.shift()
  this.socket.write(this.current.text + '\n')
  this.timer = setTimeout(function () {
    self._settle(new Error('no reply to ' + self.current.text))
  }, this.timeout)
}

Scope.prototype._received = function (chunk) {
  var lines = (this.rest + chunk).split('\n')
  this.rest = lines.pop()
  for (var i = 0; i < lines.length; i++) {
    if (this.current !== null) this._settle(null, lines[i])
    else this.emit('sample', Number(lines[i]))
  }
}

Scope.prototype._settle = function (err, reply) {
  var current = this.current
  clearTimeout(this.timer)
  this.current = null
  current.callback(err, reply)
  this._next()
}

Scope.prototype._fail = function (err) {
  while (this.current !== null) this._settle(err)
}

module.exports = Scope
if (require.main === module) require('./client-main.cjs')(Scope)
