export { bench as default } from './bench.mts'
