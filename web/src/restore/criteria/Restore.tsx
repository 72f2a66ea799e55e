import { SimpleGrid, Stack } from '@mantine/core'
import { ClosureCard } from './ClosureCard.tsx'
import { CriteriaCard } from './CriteriaCard.tsx'
import { SignOffCard } from '../sign-off/SignOffCard.tsx'

/** Does it work again? First by the criteria, then in the customers' own words. */
export function Restore() {
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
      <CriteriaCard />
      <Stack gap="md">
        <SignOffCard />
        <ClosureCard />
      </Stack>
    </SimpleGrid>
  )
}
