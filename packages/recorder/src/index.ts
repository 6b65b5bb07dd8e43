/** A flight recorder for sockio: records what passes between a program and its instrument, replays and explains it. */
export { type ExplainOptions, explain } from './explain.ts'
export type { Beginning, Bytes, Input, RecordedOutput, Turn } from './format.ts'
export { explainAsPage } from './page.ts'
export { Playback, type Played, play } from './playback.ts'
export { parseRecording, type Recorded, RecordingError, readRecording } from './read.ts'
export { type RecorderOptions, recorder } from './recorder.ts'
export { type ReplayedDevice, type ReplayOptions, replay } from './replay.ts'
export { type DriverLike, type TestFileOptions, testFile } from './test-file.ts'
