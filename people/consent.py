"""What a person agrees to by ticking.

The sentence itself stands in ``templates/people/consent.html``; its version is
stored with the consent, so a change of meaning needs a new number here. A test
holds the number to the wording.
"""

CONSENT_VERSION = 1
