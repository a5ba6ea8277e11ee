/** The record is erased: this browser keeps nothing of it either. */
"use strict";

for (const name of ["choices", "place", "outbox"]) localStorage.removeItem(`kidneycare.${name}`);
