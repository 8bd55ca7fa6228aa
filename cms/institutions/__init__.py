"""领导之窗 and 机构职能: who governs, and what each body does."""
