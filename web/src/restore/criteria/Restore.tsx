import { SimpleGrid, Stack } from '@mantine/core'
import type { RestorationView } from '../../../../server/src/restore/criteria/criteria.contract.ts'
import { useRoomPart } from '../../stabilize/crisis/use-part.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { SignOffCard } from '../sign-off/SignOffCard.tsx'
import { WatchCard } from '../watch/WatchCard.tsx'
import { ClosureCard } from './ClosureCard.tsx'
import { CriteriaCard } from './CriteriaCard.tsx'
import { RepairsCard } from './RepairsCard.tsx'
import { SharesCard } from './SharesCard.tsx'

/** Does it work again? First by the criteria and share by share, then watched, then in the customers' own words. */
export function Restore() {
  const query = useRoomPart<RestorationView>('restoration')
  return (
    <Loaded query={query}>
      {(view) => (
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
          <Stack gap="md">
            <CriteriaCard view={view} />
            <SharesCard view={view} />
            <RepairsCard repairs={view.repairs} />
          </Stack>
          <Stack gap="md">
            <WatchCard />
            <SignOffCard />
            <ClosureCard />
          </Stack>
        </SimpleGrid>
      )}
    </Loaded>
  )
}
