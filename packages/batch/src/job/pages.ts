/** Chunks in a page, and in a folder of results. */
export const pageSize = 100;

/** The number of a page as the names of files have it. */
export const pageName = (page: number): string => String(page).padStart(5, '0');

/** The page that a chunk is on. */
export const pageOf = (index: number): number => Math.floor(index / pageSize);

/** How many pages a job has. */
export const pagesOf = ({ chunks }: { readonly chunks: number }): number => Math.ceil(chunks / pageSize);

/** Pages that are looked at at once: a bucket takes as long for one as for some. */
const atOnce = 32;

/** What is found on each page of a job, in their order, some pages at a time; only those are in memory. */
export async function* onPages<Found>(
  job: { readonly chunks: number },
  look: (page: number) => Promise<Found>,
): AsyncGenerator<Found> {
  const pages = pagesOf(job);
  for (let first = 0; first < pages; first += atOnce) {
    const some = Array.from({ length: Math.min(atOnce, pages - first) }, (_, i) => look(first + i));
    yield* await Promise.all(some);
  }
}
