import { DomainError } from '#libs/kernel';

/** A page of another site has made a browser send its cookie: nothing is done by that. */
export class CrossSiteRequest extends DomainError {
  readonly code = 'cross-site-request';
  readonly kind = 'forbidden';
  constructor() {
    super(
      'A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.',
    );
  }
}
