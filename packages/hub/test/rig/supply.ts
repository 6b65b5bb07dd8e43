/** A definition in a module, as a configuration names it. */
import { instrument, number, property } from '@sockio/instrument'

export const supply = instrument({ voltage: property({ get: 'f', set: 'F {}', answer: 'RPRT 0' }, number()) })
