export { bench as default } from '../whole/bench.mts'
