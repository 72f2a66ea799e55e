import { createRootRoute } from '@tanstack/react-router'
import { Crash } from './Crash.tsx'
import { NotFound } from './NotFound.tsx'
import { Shell } from './Shell.tsx'

/** What every page stands in. */
export const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, errorComponent: Crash })
