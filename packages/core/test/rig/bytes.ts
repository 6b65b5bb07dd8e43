/** Bytes as text and back, one character a byte, so that tests read as what goes over the wire. */
export { bytes, text } from '@sockio/fuzz/octets'
