import type { z } from 'zod'
import type { BrandChannels } from '../../../../server/src/communicate/in-app/in-app.contract.ts'

/** How a brand uses its channels. */
export type BrandUse = z.output<typeof BrandChannels>
export const brandUsesKey = ['brand-channels'] as const
