/** For configurations of the simulator in TypeScript; everything else of this package is for the command line. */
export type { SimConfig } from './sim/sim-config.ts'
