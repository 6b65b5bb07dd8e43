import { float32, instrument, list, number, property } from '@sockio/instrument'
import { device } from '@sockio/sim'

const generator = instrument({
  steps: property('LIST:VOLT', list(number())),
  waveform: property('DATA', float32({ endian: 'little' })),
})

export default () => device(generator)
