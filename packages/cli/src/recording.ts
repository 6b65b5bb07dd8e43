/** Recordings that the command line is given. */
import { type Recorded, RecordingError, readRecording } from '@sockio/recorder'
import { CommandError, exitCodes, messageOf } from './failure.ts'

/** Reads it; what is none is a usage error that names its line. */
export function loadRecording(file: string): Recorded {
  try {
    return readRecording(file)
  } catch (error) {
    const text = error instanceof RecordingError ? error.message : `${file}: ${messageOf(error)}`
    throw new CommandError(text, exitCodes.usage, error)
  }
}
