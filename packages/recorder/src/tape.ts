/** What the driver of a recorded connection loads: it knows no class of the engine but the one that it is given. */
export { recorded } from './recorded.ts'
